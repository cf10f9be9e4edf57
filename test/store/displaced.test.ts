import { afterEach, beforeEach, expect, test } from 'vitest'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import { createParties, everythingOf, makeFinding } from './parties.ts'
import { carry, createReplica, enrol, pack, type Replica, stage, trust, type World } from './world.ts'

/** Fault 37: a preview says what an import would take away, move or overrule, and whose it is. */
let world: World
let headquarters: Replica
let team: Replica
let rival: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
  rival = await createReplica(world, 'rival')
  for (const one of [team, rival]) {
    await enrol(world, headquarters, one)
    await trust(one, headquarters)
  }
})
afterEach(() => world.end())

async function displacedBy(sender: Replica) {
  const id = await stage(world, headquarters, await pack(world, sender, [{ log: sender.log }]))
  return (await planImport(headquarters.store, id)).displaced
}

test('an event whose id another log repeats, and whose it was', async () => {
  const id = world.newId()
  const parent = world.newId()
  for (const one of [team, rival])
    await one.write([{ entity: 'documentVoided', id, parent, set: { reason: one.name } }])
  await carry(world, headquarters, await everythingOf(world, team))
  const lost = { entity: 'documentVoided', id, how: 'gone', log: team.log, author: team.person, by: rival.log }
  expect(await displacedBy(rival)).toEqual([lost])
})

test('a row that a rival making with an earlier clock puts elsewhere', async () => {
  const id = world.newId()
  await rival.write([{ entity: 'finding', id, parent: world.newId(), set: { title: '乙' } }])
  world.tick()
  await team.write([{ entity: 'finding', id, parent: world.newId(), set: { title: '甲' } }])
  await carry(world, headquarters, await everythingOf(world, team))
  const lost = { entity: 'finding', id, how: 'moved', log: team.log, author: team.person, by: rival.log }
  expect(await displacedBy(rival)).toEqual([lost])
})

test.each([
  [{ removed: true, removedReason: '重复' }, 'gone'],
  [{ title: '乙' }, 'overruled'],
] as const)('a row that another team edits: %o', async (set, how) => {
  const { finding } = await makeFinding(world, team)
  await carry(world, rival, await everythingOf(world, headquarters))
  for (const one of [headquarters, rival]) await carry(world, one, await everythingOf(world, team))
  await rival.write([{ entity: 'finding', id: finding, set }])
  const lost = { entity: 'finding', id: finding, how, log: team.log, author: team.person, by: rival.log }
  expect(await displacedBy(rival)).toEqual([lost])
})

test('nothing where a team goes on with its own', async () => {
  const { finding } = await makeFinding(world, team)
  await carry(world, headquarters, await everythingOf(world, team))
  await team.write([{ entity: 'finding', id: finding, set: { removed: true, removedReason: '重复' } }])
  expect(await displacedBy(team)).toEqual([])
})
