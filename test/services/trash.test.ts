import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kindOf, problemOf } from '../problem.ts'
import { createWorld, type Laptop, type World } from '../world.ts'
import { makeFinding, makeUnit, makeVisit } from './inspection.ts'

/** 回收站: what was removed of late comes back, and until then is read only. */
let world: World
let laptop: Laptop
let visit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'trash' })
  laptop = await world.laptop('甲', '组长')
  visit = await makeVisit(laptop)
})
afterAll(() => world.end())

const trash = async () => (await laptop.client.trash.list()).removed
const undoLast = async () => {
  const [last] = (await laptop.client.undo.list()).back
  await laptop.client.undo.back({ operation: last?.operation ?? '' })
}

describe('what was removed', () => {
  test('is listed with who, when and why, and comes back with its number', async () => {
    const finding = await makeFinding(laptop, visit)
    const { number } = (await laptop.client.finding.get({ id: finding })).finding
    await laptop.client.finding.remove({ id: finding, reason: '重复' })
    expect(await trash()).toMatchObject([
      {
        entity: 'finding',
        id: finding,
        words: `问题 ${number}`,
        title: '窗口无人值守',
        reason: '重复',
        by: '甲甲',
        under: null,
      },
    ])
    expect(await laptop.client.trash.restore({ entity: 'finding', id: finding })).toEqual({ words: `问题 ${number}` })
    expect(await trash()).toEqual([])
    expect((await laptop.client.finding.list({ visit })).findings.map(({ id }) => id)).toContain(finding)
    await undoLast()
    expect(await trash()).toMatchObject([{ id: finding, reason: '重复' }])
    await laptop.client.trash.restore({ entity: 'finding', id: finding })
  })

  test('is neither edited nor built on', async () => {
    const { client } = laptop
    const finding = await makeFinding(laptop, visit)
    await client.finding.remove({ id: finding, reason: '重复' })
    expect(await problemOf(client.finding.save({ id: finding, set: { title: '脱岗' } }))).toMatchObject({
      kind: 'record.removed',
      details: { record: expect.stringMatching(/^问题 /) as string },
    })
    const files = [{ handle: finding }]
    expect(await kindOf(client.evidence.add({ finding, files, class: '现场拍摄导入' }))).toBe('record.removed')
    expect(await kindOf(client.finding.remove({ id: finding, reason: '再删' }))).toBe('record.removed')
    await client.trash.restore({ entity: 'finding', id: finding })
  })

  test('of every noun: a unit and a visit whose making was undone', async () => {
    const unit = await makeUnit(laptop, '秀山县国家税务局')
    const other = await makeVisit(laptop, { unit })
    await undoLast()
    await undoLast()
    const listed = (await trash()).filter(({ id }) => [unit, other].includes(id))
    expect(new Map(listed.map(({ entity, reason }) => [entity, reason]))).toEqual(
      new Map([
        ['unit', '撤销新建'],
        ['visit', '撤销新建'],
      ]),
    )
    await laptop.client.trash.restore({ entity: 'unit', id: unit })
    expect((await laptop.client.unit.list()).map(({ id }) => id)).toContain(unit)
  })

  test('a finding comes back with the visit that was removed too, and not without', async () => {
    const other = await makeVisit(laptop)
    const finding = await makeFinding(laptop, other)
    for (let step = 0; step < 2; step += 1) await undoLast()
    const [unit] = (await trash()).filter(({ id }) => id === other)
    expect(unit).toBeDefined()
    expect((await trash()).find(({ id }) => id === finding)?.under).toMatchObject({ entity: 'visit', id: other })
    expect(await kindOf(laptop.client.trash.restore({ entity: 'finding', id: finding }))).toBe('trash.underRemoved')
    await laptop.client.trash.restore({ entity: 'finding', id: finding, withAbove: true })
    expect((await trash()).filter(({ id }) => [finding, other].includes(id))).toEqual([])
  })

  test('more than 30 days ago is listed no more, and still comes back', async () => {
    const finding = await makeFinding(laptop, visit)
    await laptop.client.finding.remove({ id: finding, reason: '重复' })
    expect((await trash()).some(({ id }) => id === finding)).toBe(true)
    world.clock.now += 31 * 86_400_000
    expect((await trash()).some(({ id }) => id === finding)).toBe(false)
    await laptop.client.trash.restore({ entity: 'finding', id: finding })
  })
})
