import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RowEntity } from '../../../electron/contract/catalogue/catalogue.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import type { RowDraft } from '../../../electron/store/change/said.ts'
import { undo } from '../../../electron/store/undo/undo.ts'
import { lastOperations } from '../../../electron/store/log/operations.ts'
import { getRow } from '../../../electron/store/row/rows.ts'
import { carry, createReplica, createWorld, enrol, pack, type Replica, trust, type World } from '../world.ts'

/** Operations of the own log taken back one by one (decisions.md 13, 83, 96), on a real store. */
let world: World
let team: Replica
let visit: string
let finding: string
beforeEach(async () => {
  world = createWorld()
  team = await createReplica(world, 'team')
  visit = world.newId()
  finding = world.newId()
  await team.write([{ entity: 'visit', id: visit, set: { ordinal: 1, mode: '明察' } }])
  await team.write([{ entity: 'finding', id: finding, parent: visit, set: { ordinal: 1, title: '为税不廉' } }])
})
afterEach(() => world.end())

const operations = () =>
  team.store.read((tx) => lastOperations(tx, { log: team.log, person: team.person, after: 0, limit: 100 }))
const at = (id = finding, entity: RowEntity = 'finding') => team.store.read((tx) => getRow(tx, entity, id))

async function back(undoes?: string) {
  const known = await operations()
  const last = known.find(({ operation }) => operation === undoes) ?? known.at(-1)
  if (last === undefined) throw new Error('nothing was done')
  world.tick()
  const operation = world.newId()
  const asked = { log: team.log, author: team.person, at: world.instant(), operation, undoes: last.operation }
  const kept = await team.store.write((tx) => undo(tx, asked))
  return { operation, kept }
}
const edit = (set: object) => team.write([{ entity: 'finding', id: finding, set } as RowDraft])

describe('what was done is taken back', () => {
  test('an edit, field by field, and done again', async () => {
    await edit({ title: '态度生硬', place: '大厅' })
    const { operation } = await back()
    expect(await at()).toMatchObject({ title: '为税不廉', place: null, conflicted: false })
    await back(operation)
    expect(await at()).toMatchObject({ title: '态度生硬', place: '大厅' })
  })

  test('two edits of one field, the second first', async () => {
    await edit({ title: '乙' })
    const [, , second] = await operations()
    await edit({ title: '丙' })
    await back()
    expect(await at()).toMatchObject({ title: '乙' })
    await back(second?.operation)
    expect(await at()).toMatchObject({ title: '为税不廉' })
  })

  test('a removal, and a making: with what stands under it, which says nothing of it itself', async () => {
    await edit({ removed: true, removedReason: '重复' })
    await back()
    expect(await at()).toMatchObject({ removed: null, removedReason: null })
    const [made, evidence] = [world.newId(), world.newId()]
    await team.write([
      { entity: 'finding', id: made, parent: visit, set: { ordinal: 2 } },
      { entity: 'evidence', id: evidence, parent: made, set: { ordinal: 1 } },
    ])
    await back()
    expect(await at(made)).toMatchObject({ removed: true, ordinal: 2 })
    expect(await at(evidence, 'evidence')).toMatchObject({ removed: null })
  })

  test('a number that was given stays', async () => {
    await edit({ ordinal: 7, title: '乙' })
    await back()
    expect(await at()).toMatchObject({ ordinal: 7, title: '为税不廉' })
  })

  test('an operation of several saves is one', async () => {
    const operation = world.newId()
    for (const set of [{ title: '乙' }, { place: '大厅' }]) {
      const drafts = [{ entity: 'finding', id: finding, set } as RowDraft]
      const asked = { log: team.log, operation, author: team.person, at: world.instant(), drafts }
      await team.store.write((tx) => append(tx, asked))
    }
    expect(await operations()).toHaveLength(3)
    await back()
    expect(await at()).toMatchObject({ title: '为税不廉', place: null })
  })
})

describe('what others did meanwhile stays', () => {
  test('a field that was changed, and who did', async () => {
    await edit({ title: '乙', place: '大厅' })
    const { operation } = (await operations()).at(-1) ?? {}
    await edit({ place: '门口' })
    const { kept } = await back(operation)
    expect(kept).toEqual([{ entity: 'finding', id: finding, field: 'place', by: team.person }])
    expect(await at()).toMatchObject({ title: '为税不廉', place: '门口' })
  })

  test('a record that something was put under, or that was changed since', async () => {
    const evidence = world.newId()
    const [, making] = await operations()
    await team.write([{ entity: 'evidence', id: evidence, parent: finding, set: { ordinal: 1 } }])
    expect((await back(making?.operation)).kept).toEqual([
      { entity: 'finding', id: finding, field: null, by: team.person },
    ])
    expect(await at()).toMatchObject({ removed: null })
  })

  test('what a second writer has changed, put under a record, or made too', async () => {
    const headquarters = await createReplica(world, 'headquarters', ['系统管理员'])
    const second = await createReplica(world, 'second')
    for (const replica of [team, second]) {
      await enrol(world, headquarters, replica)
      await trust(replica, headquarters)
    }
    const decided = await pack(world, headquarters, [{ log: headquarters.log }])
    for (const replica of [team, second]) await carry(world, replica, decided)
    const unit = world.newId()
    await team.write([{ entity: 'unit', id: unit, set: { name: '江口' } }])
    await edit({ title: '乙', place: '大厅' })
    await carry(world, second, await pack(world, team, [{ log: team.log }]))
    const draft = { entity: 'finding', id: finding } as const
    await second.write([{ ...draft, set: { place: '门口' } }])
    await second.write([{ entity: 'evidence', id: world.newId(), parent: finding, set: { ordinal: 1 } }])
    const before = await operations()
    await carry(world, team, await pack(world, second, [{ log: second.log }]))
    const by = second.person
    const told = []
    for (const { operation } of before.toReversed()) told.push(...(await back(operation)).kept)
    expect(told).toEqual([
      { entity: 'finding', id: finding, field: 'place', by },
      { entity: 'finding', id: finding, field: null, by },
      { entity: 'visit', id: visit, field: null, by: team.person },
    ])
    expect(await at()).toMatchObject({ title: '为税不廉', place: '门口', removed: null })
    expect(await at(unit, 'unit')).toMatchObject({ removed: true })
  })
})

test('an operation of many pieces is told once, with how many records it is about', async () => {
  const ids = Array.from({ length: 20 }, () => world.newId())
  await team.write(ids.map((id, place) => ({ entity: 'finding', id, parent: visit, set: { ordinal: place + 2 } })))
  await team.write([
    ...ids.map((id): RowDraft => ({ entity: 'visitInspector', id, parent: visit, set: { role: '组员' } })),
    { entity: 'visit', id: visit, set: { place: '大厅' } },
  ])
  const [made, edited] = (await operations()).slice(-2)
  expect([made, edited]).toMatchObject([
    { verb: '新建', entity: 'finding', entityId: ids[0], count: 20 },
    { verb: '修改', entity: 'visit', entityId: visit, count: 1 },
  ])
  for (const one of [edited, made]) await back(one?.operation)
  expect(await at(ids[19])).toMatchObject({ removed: true })
})
