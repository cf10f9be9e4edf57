import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPackage } from '../../../electron/opc/package.ts'
import { finished } from '../../../electron/services/machine.ts'
import { createWorld, type Laptop, type World } from '../../world.ts'
import { makeFinding, makeVisit } from '../inspection.ts'

let world: World
let laptop: Laptop
let visit: string
let memo: string
const finding: Record<'first' | 'second' | 'clue', string> = { first: '', second: '', clue: '' }

beforeAll(async () => {
  world = await createWorld()
  laptop = await world.laptop('组长', '组长')
  visit = await makeVisit(laptop, { visitedOn: '2026-11-21' })
  finding.first = await makeFinding(laptop, visit, { riskPoint: 'XZ-01', riskPointName: '窗口', title: '窗口无人' })
  finding.second = await makeFinding(laptop, visit, { riskPoint: 'XZ-02', riskPointName: '公示', title: '公示不全' })
  finding.clue = await makeFinding(laptop, visit, { riskPoint: 'XZ-03', title: '疑似线索', clue: true })
  memo = (await laptop.client.document.compile({ kind: '检查备忘录', about: visit })).id
})
afterAll(() => world.end())

describe('a memo that is not frozen yet', () => {
  it('is one for its visit, and a draft', async () => {
    expect((await laptop.client.document.compile({ kind: '检查备忘录', about: visit })).id).toBe(memo)
    const [listed] = (await laptop.client.document.page({})).documents
    expect(listed).toMatchObject({ id: memo, visit, state: '草稿', visitedOn: '2026-11-21', waitsForMe: false })
    const shown = await laptop.client.document.get({ id: memo })
    expect(shown).toMatchObject({ mayFreeze: true, parallel: false, versions: [] })
    expect(shown.choices.map(({ title, included }) => [title, included])).toEqual([
      ['窗口无人', true],
      ['公示不全', true],
      ['疑似线索', false],
    ])
  })

  it('names what keeps it from being frozen, record by record', async () => {
    const obstacles = await laptop.client.document.obstacles({ id: memo })
    expect(obstacles.map(({ entity, id }) => [entity, id])).toEqual([
      ['document', memo],
      ['visit', visit],
      ['finding', finding.first],
      ['finding', finding.second],
    ])
    expect(obstacles[0]?.missing).toEqual(['署名单位', '成文日期', '被检查单位意见'])
    expect(obstacles[2]?.missing).toEqual(expect.arrayContaining(['发生日期', '依据文件']))
  })

  it('is refused at freezing with the same gaps', async () => {
    const started = await laptop.client.document.freeze({ id: memo })
    await expect(finished(laptop.client, started)).rejects.toMatchObject({ kind: 'document.incomplete' })
  })

  it('can be read as pages all the same: gaps are printed, every page is a draft', async () => {
    const { ticket, fileName } = await laptop.client.document.preview({ id: memo })
    expect(fileName).toBe('江口县地方税务局_2026-11-21_备忘录_草稿.docx')
    const { parts } = await readPackage(await bytesOf(laptop, ticket))
    const textOf = (name: string) => new TextDecoder().decode(parts.get(name)?.bytes)
    expect(textOf('/word/document.xml')).toContain('（待填）')
    expect(textOf('/word/document.xml')).toContain('窗口无人')
    expect(textOf('/word/document.xml')).not.toContain('疑似线索')
    expect(textOf('/word/footer1.xml')).toContain('草稿，尚未定稿')
  })

  it('keeps the order its lead gives, and what is put in or left out with its reason', async () => {
    await laptop.client.document.place({ document: memo, finding: finding.second, after: null })
    await laptop.client.document.choose({ document: memo, finding: finding.clue, included: true, reason: null })
    await laptop.client.document.choose({ document: memo, finding: finding.first, included: false, reason: '另案处理' })
    const { choices } = await laptop.client.document.get({ id: memo })
    expect(choices.map((choice) => [choice.title, choice.included, choice.reason])).toEqual([
      ['公示不全', true, null],
      ['疑似线索', true, null],
      ['窗口无人', false, '另案处理'],
    ])
    await laptop.client.document.choose({ document: memo, finding: finding.first, included: true, reason: null })
    const titles = (await laptop.client.document.get({ id: memo })).choices.map(({ title }) => title)
    expect(titles).toEqual(['公示不全', '窗口无人', '疑似线索'])
  })
})

async function bytesOf({ host }: Laptop, ticket: string): Promise<Uint8Array> {
  const file = host.files.redeem(ticket)
  if (file === undefined) throw new Error('the ticket is spent')
  return Buffer.concat(await (await file.open(0, file.size - 1)).toArray())
}
