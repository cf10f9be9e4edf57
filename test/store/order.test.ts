import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addLog } from '../../electron/store/change/addLog.ts'
import { listRefused } from '../../electron/store/change/quarantine.ts'
import { listFindings } from '../../electron/store/query/finding.ts'
import { findRow } from '../../electron/store/row/rows.ts'
import { createParties, everythingOf, makeFinding } from './parties.ts'
import { accept, carry, createReplica, dump, enrol, pack, type Replica, stage, trust, type World } from './world.ts'

/**
 * What counts is a matter of the changes that are here, never of what came first, of what was read when, or of where a
 * batch ended. Each case was found by test/convergence as the smallest history in which replicas differed.
 */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
})
afterEach(() => world.end())

const unitAt = (replica: Replica, id: string) => replica.store.read((tx) => findRow(tx, 'unit', id))
const refusedAt = (replica: Replica) => replica.store.read((tx) => listRefused(tx))

describe('a log that proves to be headquarters’ only later', () => {
  test('counts, also where another log has just been met', async () => {
    const unit = world.newId()
    await headquarters.write([{ entity: 'unit', id: unit, set: { name: '某局' } }])
    await carry(world, team, await everythingOf(world, headquarters))
    expect(await refusedAt(team)).toMatchObject([{ id: unit, reason: 'logNotEnrolled' }])
    const stranger = await createReplica(world, 'stranger')
    await team.store.write(async (tx) => {
      await addLog(tx, { birth: stranger.birth, kind: 'other' })
      await addLog(tx, { birth: headquarters.birth, kind: 'headquarters' })
    })
    expect(await refusedAt(team)).toEqual([])
    expect(await unitAt(team, unit)).toMatchObject({ name: '某局' })
  })

  test('is the maker of its rows, so that others may not make them again', async () => {
    const unit = world.newId()
    const second = await createReplica(world, 'second', ['系统管理员', '督办员'])
    await second.write([{ entity: 'unit', id: unit, set: { name: '某局' } }])
    await enrol(world, headquarters, team)
    await team.write([{ entity: 'unit', id: unit, set: { name: '另一局' } }])
    const peer = await createReplica(world, 'peer')
    await trust(peer, headquarters)
    for (const sender of [headquarters, second, team]) await carry(world, peer, await everythingOf(world, sender))
    expect(await unitAt(peer, unit)).toMatchObject({ name: '另一局' })
    await trust(peer, second)
    expect(await refusedAt(peer)).toMatchObject([{ id: unit, reason: 'roleMissing' }])
    expect(await unitAt(peer, unit)).toMatchObject({ name: '某局' })
  })
})

test('an id that something of another kind has too takes no right from who made the row', async () => {
  await enrol(world, headquarters, team)
  const unit = world.newId()
  await team.write([{ entity: 'unit', id: unit, set: { name: '某局' } }])
  const set = { person: team.person, log: team.log, role: '组员' } as const
  await headquarters.write([{ entity: 'grant', id: unit, set }])
  const parcel = await everythingOf(world, team)
  const peer = await createReplica(world, 'peer')
  await trust(peer, headquarters)
  await carry(world, peer, await everythingOf(world, headquarters))
  for (const replica of [headquarters, peer]) {
    await carry(world, replica, parcel)
    expect(await refusedAt(replica)).toEqual([])
    expect(await unitAt(replica, unit)).toMatchObject({ name: '某局' })
  }
})

test.each([1, 2, 3, 4, 5])('a forwarded log that was written twice is staged in pieces of %i', async (batch) => {
  await enrol(world, headquarters, team)
  const copy = await world.copyOf(team)
  for (const one of [team, copy]) await makeFinding(world, one)
  for (const one of [team, copy]) await carry(world, headquarters, await everythingOf(world, one))
  const forwarded = await pack(world, headquarters, [{ log: headquarters.log }, { log: team.log }])
  const peer = await createReplica(world, 'peer')
  await trust(peer, headquarters)
  await accept(world, peer, await stage(world, peer, forwarded, batch))
  const findings = await peer.store.read((tx) => tx.db.selectFrom('finding').select('title').execute())
  expect(findings).toHaveLength(2)
})

test('a letter reaches all that hangs on it, also beside new evidence in the same package', async () => {
  await enrol(world, headquarters, team)
  const { finding } = await makeFinding(world, team)
  const [first, second] = [world.newId(), world.newId()]
  await team.write([{ entity: 'evidence', id: first, parent: finding, set: { ordinal: 1 } }])
  const peer = await createReplica(world, 'peer')
  await trust(peer, headquarters)
  for (const sender of [headquarters, team]) await carry(world, peer, await everythingOf(world, sender))
  await team.write([{ entity: 'evidence', id: second, parent: finding, set: { ordinal: 2 } }])
  await headquarters.write([{ entity: 'letter', id: world.newId(), set: { log: team.log, letter: 'Q' } }])
  await carry(world, headquarters, await everythingOf(world, team))
  await carry(
    world,
    peer,
    await pack(world, headquarters, [
      { log: headquarters.log, from: 3 },
      { log: team.log, from: 4 },
    ]),
  )
  const numbers = await peer.store.read(async (tx) => [
    (await findRow(tx, 'evidence', first))?.number,
    (await findRow(tx, 'evidence', second))?.number,
    (await listFindings(tx, { text: 'Q-001', limit: 5 })).rows.map(({ id }) => id),
  ])
  expect(numbers).toEqual(['Q001-01', 'Q001-02', [finding]])
})

test('an event that two logs claim stays disputed when a third one claims it', async () => {
  const rivals = [team, await createReplica(world, 'rival'), await createReplica(world, 'third')]
  const event = world.newId()
  for (const rival of rivals) {
    await enrol(world, headquarters, rival)
    await rival.write([{ entity: 'documentVoided', id: event, parent: world.newId(), set: { reason: rival.name } }])
  }
  for (const rival of rivals) await carry(world, headquarters, await everythingOf(world, rival))
  expect((await dump(headquarters.store))['documentVoided']).toEqual([])
})
