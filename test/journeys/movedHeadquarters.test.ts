import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import { send } from '../../electron/services/demo/packages.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
import { peersOf } from '../../electron/services/trust/peer.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { prepareRoster, problemOf } from './story.ts'

/** A headquarters whose folder goes on on another machine, and the teams that it enrolled before (decisions.md 80). */
let world: World
let first: Headquarters
let moved: Headquarters
let team: Laptop
let next: Laptop
let unit: string

beforeAll(async () => {
  world = await createWorld({ seed: 'moved headquarters' })
  first = await world.headquarters('总部')
  team = await world.laptop('迁移前机', '组员')
  unit = (await prepareRoster(first)).unit
  await world.enrol(first, team, 'A')
  moved = await world.reopen(first, { installation: uuidV5(first.log, 'new machine') })
  next = await world.laptop('迁移后机', '组员')
})
afterAll(() => world.end())

const channelOf = (laptop: Laptop) =>
  workspaceOf(moved).store.read(async (tx) => {
    const peer = (await peersOf(tx)).find(({ log }) => log === laptop.log)
    return getLog(tx, peer?.channel?.birth.log ?? '')
  })

test('sends nothing until its new log is certified, which the first answer does', async () => {
  const before = await channelOf(team)
  expect(await problemOf(send(moved, team.log, world.stick))).toMatchObject({ kind: 'sync.notEnrolled' })
  expect(await moved.client.workspace.current()).toMatchObject({ registered: false })
  await world.enrol(moved, next, 'B')
  expect(await moved.client.workspace.current()).toMatchObject({ registered: true })
  expect(await next.client.workspace.current()).toMatchObject({ registered: true, letter: 'B' })
  expect(await channelOf(team)).toMatchObject({ predecessorLog: before.id })
})

test('takes in and answers the team it enrolled before, which does not take it for a team mate', async () => {
  const before = await team.client.sync.peers()
  const up = await send(team, before.find(({ kind }) => kind === '总部')?.log ?? '', world.stick)
  expect(await world.receive(moved, up.file)).toMatchObject({ state: 'ready', refused: [] })
  await moved.client.unit.save({ id: unit, set: { name: '迁移以后的名称' } })
  // What it goes on with is what is new: not the roster again.
  const down = await send(moved, team.log, world.stick)
  expect(down.changes).toBeLessThan(12)
  expect(await world.receive(team, down.file)).toMatchObject({ state: 'ready', refused: [], conflicts: 0 })
  expect((await team.client.unit.list()).find(({ id }) => id === unit)?.name).toBe('迁移以后的名称')
  const met = await team.client.sync.peers()
  expect(met.map(({ log }) => log)).toEqual([...before.map(({ log }) => log), next.log])
})

test('finds out that what it said first there was lost', async () => {
  const up = async () => {
    const above = (await team.client.sync.peers()).find(({ kind }) => kind === '总部')
    await world.receive(moved, (await send(team, above?.log ?? '', world.stick)).file)
  }
  await up()
  await moved.client.unit.save({ id: unit, set: { shortName: '简称' } })
  await send(moved, team.log, world.stick)
  await team.client.unit.save({ set: { name: '另一单位' } })
  await up()
  expect((await moved.client.sync.waitingDown()).find(({ log }) => log === team.log)?.unconfirmed).toHaveLength(1)
  await world.carry(moved, team)
  expect((await team.client.unit.list()).find(({ id }) => id === unit)?.shortName).toBe('简称')
})
