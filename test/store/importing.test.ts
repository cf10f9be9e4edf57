import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listRefused } from '../../electron/store/quarantine.ts'
import { rebuildTables } from '../../electron/store/rebuild.ts'
import { findRow, getRow } from '../../electron/store/rows.ts'
import { carry, createReplica, createWorld, dump, enrol, pack, type Replica, trust, type World } from './world.ts'

let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  world = createWorld()
  headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
  team = await createReplica(world, 'team')
})
afterEach(() => world.end())

async function makeFinding(replica: Replica, title = '为税不廉') {
  const visit = world.newId()
  const finding = world.newId()
  await replica.write([
    { entity: 'visit', id: visit, set: { ordinal: 1, mode: '明察' } },
    { entity: 'finding', id: finding, parent: visit, set: { ordinal: 1, title } },
  ])
  return { visit, finding }
}

describe('an import', () => {
  test('brings the rows of an enrolled team, under its letter', async () => {
    const { finding } = await makeFinding(team)
    await enrol(world, headquarters, team, { letter: 'B' })
    const plan = await carry(world, headquarters, await pack(world, team, [{ log: team.log }]))
    expect(plan).toMatchObject({ state: 'ready', added: 2, updated: 0, conflicts: 0, unchanged: 0, refused: [] })
    const row = await headquarters.store.read((tx) => getRow(tx, 'finding', finding))
    expect(row).toMatchObject({ title: '为税不廉', number: 'B-001' })
  })

  test('of a log that was never enrolled goes to quarantine, and counts once a grant arrives', async () => {
    const { finding } = await makeFinding(team)
    const plan = await carry(world, headquarters, await pack(world, team, [{ log: team.log }]))
    expect(plan.refused.map(({ reason }) => reason)).toEqual(['logNotEnrolled', 'logNotEnrolled'])
    expect(await headquarters.store.read((tx) => findRow(tx, 'finding', finding))).toBeUndefined()
    expect(await headquarters.store.read((tx) => listRefused(tx))).toHaveLength(2)
    await enrol(world, headquarters, team)
    expect(await headquarters.store.read((tx) => findRow(tx, 'finding', finding))).toMatchObject({ title: '为税不廉' })
    expect(await headquarters.store.read((tx) => listRefused(tx))).toEqual([])
  })

  test('ends in the tables that a rebuild from the log makes', async () => {
    await makeFinding(team)
    await enrol(world, headquarters, team, { letter: 'B' })
    await carry(world, headquarters, await pack(world, team, [{ log: team.log }]))
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
  })

  test('twice changes nothing', async () => {
    await trust(team, headquarters)
    await makeFinding(team)
    await enrol(world, headquarters, team)
    const parcel = await pack(world, team, [{ log: team.log }])
    await carry(world, headquarters, parcel)
    const plan = await carry(world, headquarters, parcel)
    expect(plan).toMatchObject({ state: 'ready', added: 0, updated: 0, unchanged: 2, refused: [] })
  })
})
