import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compileMemo, freeze, photograph, recordFinding, sign } from '../journeys/story.ts'
import { kindOf } from '../problem.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeFinding, makeUnit, makeVisit, takeIn } from './inspection.ts'

/** Undo as a window uses it: what was done in words, back and forward, and what it does not reach behind. */
let world: World
let headquarters: Headquarters
let laptop: Laptop
let colleague: Laptop
let visit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'undo' })
  headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  colleague = await world.laptop('乙', '组员')
  await world.enrol(headquarters, laptop, 'A')
  await world.enrol(headquarters, colleague, 'B')
  visit = await makeVisit(laptop)
})
afterAll(() => world.end())

const list = () => laptop.client.undo.list()
const words = async () => (await list()).back.map((step) => step.words)
async function back() {
  const [last] = (await list()).back
  return laptop.client.undo.back({ operation: last?.operation ?? '' })
}
async function forward() {
  const [next] = (await list()).forward
  return laptop.client.undo.forward({ operation: next?.operation ?? '' })
}
const read = async (id: string) => (await laptop.client.finding.get({ id })).finding

describe('what a person did', () => {
  let finding: string
  let number: string
  beforeEach(async () => {
    finding = await makeFinding(laptop, visit, { title: '窗口无人' })
    number = (await read(finding)).number
  })

  test('is told in words, undone and done again', async () => {
    await laptop.client.finding.save({ id: finding, set: { title: '脱岗', place: '大厅' } })
    await laptop.client.finding.remove({ id: finding, reason: '重复' })
    expect((await words()).slice(0, 3)).toEqual([`删除问题 ${number}`, `修改问题 ${number}`, `新建问题 ${number}`])
    expect(await back()).toEqual({ words: `删除问题 ${number}`, kept: [] })
    await back()
    expect(await read(finding)).toMatchObject({ title: '窗口无人', place: null, removed: null })
    expect((await list()).forward.map((step) => step.words)).toEqual([`修改问题 ${number}`, `删除问题 ${number}`])
    await forward()
    expect(await read(finding)).toMatchObject({ title: '脱岗', place: '大厅', removed: null })
    expect((await words())[0]).toBe(`修改问题 ${number}`)
    await back()
    expect(await read(finding)).toMatchObject({ title: '窗口无人', place: null })
  })

  test('is not done again once something else was done', async () => {
    await laptop.client.finding.save({ id: finding, set: { title: '脱岗' } })
    await back()
    await laptop.client.finding.save({ id: finding, set: { place: '大厅' } })
    const { forward: next } = await list()
    expect(next).toEqual([])
    expect(await kindOf(laptop.client.undo.forward({ operation: finding }))).toBe('undo.nothing')
  })

  test('is one thing, however many files are taken in at once', async () => {
    const paths = await Promise.all(
      ['一', '二', '三'].map(async (name) => {
        const path = join(world.folder, `${name}.txt`)
        await writeFile(path, `记录${name}`)
        return path
      }),
    )
    await takeIn(laptop, finding, paths)
    expect((await words())[0]).toBe('新建3件证据')
    expect((await read(finding)).evidence).toBe(3)
    await back()
    expect((await read(finding)).evidence).toBe(0)
    await forward()
    expect((await read(finding)).evidence).toBe(3)
  })

  test('is one edit of many findings, and one copy', async () => {
    const others = await Promise.all([1, 2].map(() => makeFinding(laptop, visit, { severity: 1 })))
    const ids = [finding, ...others]
    await laptop.client.finding.saveMany({ ids, set: { severity: 3, rectifyBy: '2026-12-31' } })
    expect((await words())[0]).toBe('修改3个问题')
    await back()
    expect(await Promise.all(ids.map(read))).toMatchObject([
      { severity: null, rectifyBy: null },
      { severity: 1, rectifyBy: null },
      { severity: 1, rectifyBy: null },
    ])
    await forward()
    expect(await Promise.all(ids.map(read))).toMatchObject(ids.map(() => ({ severity: 3, rectifyBy: '2026-12-31' })))
    const { id: copy } = await laptop.client.finding.copy({ id: finding })
    const made = await read(copy)
    expect(made).toMatchObject({ title: '窗口无人', severity: 3, evidence: 0, parent: visit })
    expect(made.number).not.toBe(number)
    await back()
    expect(await read(copy)).toMatchObject({ removed: true })
  })

  test('is nothing in part: one that was removed keeps the others as they are', async () => {
    const gone = await makeFinding(laptop, visit)
    await laptop.client.finding.remove({ id: gone, reason: '重复' })
    const asked = laptop.client.finding.saveMany({ ids: [finding, gone], set: { severity: 4 } })
    expect(await kindOf(asked)).toBe('record.removed')
    expect(await read(finding)).toMatchObject({ severity: null })
  })

  test('is not how the workspace began', async () => {
    const fresh = await world.laptop('丙', '组长')
    expect((await fresh.client.undo.list()).back).toEqual([])
  })

  test('is a visit, not each of its inspectors', async () => {
    const unit = await makeUnit(laptop, '秀山县国家税务局')
    const other = await makeVisit(laptop, { unit })
    expect((await words()).slice(0, 2)).toEqual([
      expect.stringMatching(/^新建检查 /),
      expect.stringMatching(/^新建单位 /),
    ])
    await laptop.client.visit.save({ id: other, set: {}, inspectors: [] })
    expect((await words())[0]).toMatch(/^修改检查 /)
    await back()
    expect((await laptop.client.visit.get({ id: other })).visit.inspectors).toHaveLength(1)
  })
})

describe('undo does not reach', () => {
  test('behind a package that went out or came in', async () => {
    await makeFinding(laptop, visit)
    expect((await words()).length).toBeGreaterThan(0)
    await world.carry(laptop, headquarters)
    expect(await list()).toMatchObject({ back: [], wall: '导出数据包' })
  })

  test('behind a package that came in', async () => {
    await makeVisit(colleague)
    await makeFinding(laptop, visit)
    await world.carry(colleague, laptop)
    expect(await list()).toMatchObject({ back: [], forward: [] })
  })

  test('behind a freeze and a signature; the compiling before it is undone, and done once more by compiling', async () => {
    const campaign = (await laptop.client.campaign.loadPreset({ preset: '137' })).id
    const set = { campaign, place: '县局办公楼', noticeNumber: '督通1号', accompanying: '办公室主任' }
    const other = await makeVisit(laptop, { ...set, singleInspectorReason: '另一人请假' })
    await photograph(laptop, await recordFinding(laptop, other), 1)
    const memo = await compileMemo(laptop, other)
    await back()
    await back()
    await forward()
    await forward()
    expect(await compileMemo(laptop, other)).toBe(memo)
    const version = await freeze(laptop, memo)
    expect(await list()).toMatchObject({ back: [], wall: '签名人' })
    await sign(laptop, version)
    expect(await list()).toMatchObject({ back: [], wall: '签名' })
  })

  test('what another person did', async () => {
    await makeFinding(laptop, visit)
    expect(await words()).toHaveLength(1)
    expect((await colleague.client.undo.list()).back).toEqual([])
  })
})
