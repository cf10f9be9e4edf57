import { afterEach, beforeEach, expect, test } from 'vitest'
import { acceptedByLog } from '../../../electron/store/query/accepted.ts'
import { getLog } from '../../../electron/store/log/log.ts'
import { carry, createReplica, createWorld, enrol, pack, type Replica, type World } from '../world.ts'

/** What a log says that it has taken in, where its folder was copied and both went on: the branch that stands now. */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  world = createWorld('accepted by log')
  headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
  team = await createReplica(world, 'team')
  await enrol(world, headquarters, team)
})
afterEach(() => world.end())

async function accepts(at: Replica, name: string): Promise<void> {
  await at.write([{ entity: 'packageAccepted', id: world.newId(), set: { package: name, serial: 1 } }])
}

const known = () => headquarters.store.read((tx) => acceptedByLog(tx, team.log))

test('is all of it where it never parted', async () => {
  for (const name of ['one', 'two']) await accepts(team, name)
  await carry(world, headquarters, await pack(world, team, [{ log: team.log }]))
  expect(await known()).toEqual(new Set(['one', 'two']))
})

test('is what stands on the chain of its present head where it did', async () => {
  await accepts(team, 'before')
  const copy = await world.copyOf(team)
  world.logKeys.set(copy.log, world.logKeys.get(team.log) ?? '')
  await accepts(team, 'here')
  for (const name of ['there', 'there too']) await accepts(copy, name)
  for (const one of [team, copy]) await carry(world, headquarters, await pack(world, one, [{ log: team.log }]))
  const { head } = await headquarters.store.read((tx) => getLog(tx, team.log))
  const ends = await Promise.all([team, copy].map(({ store }) => store.read((tx) => getLog(tx, team.log))))
  const stands = ends.findIndex((one) => one.head === head)
  expect(await known()).toEqual(new Set(['before', ...(stands === 0 ? ['here'] : ['there', 'there too'])]))
})
