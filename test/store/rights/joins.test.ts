import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listRefused } from '../../../electron/store/change/quarantine.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import { makeId } from '../../../electron/store/change/idProof.ts'
import { getLog } from '../../../electron/store/log/log.ts'
import { loadIdentities } from '../../../electron/store/query/identity.ts'
import { carry, createReplica, createWorld, dump, enrol, pack, type Replica, trust, type World } from '../world.ts'

/** Who may say that two people are one, and when it is followed, in every order in which it can become known (decisions.md 97). */
describe('a colleague whom a lead listed by hand', () => {
  let world: World
  let headquarters: Replica
  let lead: Replica
  let mate: Replica
  let other: Replica
  let listed: string
  let opened = 0

  beforeEach(async () => {
    world = createWorld('joins')
    headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
    lead = await createReplica(world, 'lead')
    mate = await createReplica(world, 'mate')
    other = await createReplica(world, 'other')
    for (const one of [lead, mate, other]) await trust(one, headquarters)
    await enrol(world, headquarters, lead)
    await enrol(world, headquarters, mate, { role: '组员' })
    await enrol(world, headquarters, other)
    await mate.write([{ entity: 'person', id: mate.person, set: { name: '王敏' } }])
    listed = await list(lead, '王 敏')
    for (const one of [headquarters, mate]) await carry(world, lead, await pack(world, one, [{ log: one.log }]))
  })
  afterEach(() => world.end())

  async function list(by: Replica, name: string): Promise<string> {
    const made = makeId({ log: by.log, now: world.clock.now, random: world.random }, { entity: 'person' })
    await by.write([{ entity: 'person', ...made, set: { name } }])
    return made.id
  }

  const say = (by: Replica, id: string, sameAs: string | null) => by.write([{ entity: 'person', id, set: { sameAs } }])
  const give = async (to: Replica, from: Replica) => carry(world, to, await pack(world, from, [{ log: from.log }]))

  /** Brings all logs to an empty workspace in every order: it ends alike, and as a rebuild does. */
  async function inEveryOrder(logs: readonly Replica[] = [headquarters, lead, mate]) {
    let first: { readonly same: readonly string[]; readonly refused: readonly unknown[] } | undefined
    for (const order of permutations(logs)) {
      const end = await createReplica(world, `end ${(opened += 1)}`)
      await trust(end, headquarters)
      for (const one of order) await give(end, one)
      const tables = await dump(end.store)
      const { membersOf } = await end.store.read((tx) => loadIdentities(tx, 'person'))
      const refused = (await end.store.read((tx) => listRefused(tx))).map(({ reason }) => reason)
      const found = { same: membersOf(listed), refused }
      expect(found).toEqual(first ?? found)
      first ??= found
      await rebuildTables(end.store)
      expect(await dump(end.store)).toEqual(tables)
    }
    return first
  }

  test('is she who is enrolled, once the lead says so', async () => {
    await say(lead, listed, mate.person)
    expect(await inEveryOrder()).toEqual({ same: [mate.person, listed], refused: [] })
  })

  test('is herself again, when the lead takes it back', async () => {
    await say(lead, listed, mate.person)
    await say(lead, listed, null)
    expect(await inEveryOrder()).toEqual({ same: [listed], refused: [] })
  })

  test.each([
    ['of another name', '王梅', () => mate.person],
    ['of her name who is not enrolled', '王敏', () => undefined],
  ])('is not somebody %s', async (_, name, target) => {
    const stand = await list(lead, name)
    const to = target() ?? (await list(lead, name))
    await say(lead, stand, to)
    listed = stand
    expect(await inEveryOrder()).toEqual({ same: [stand], refused: [] })
  })

  test('is whom headquarters says, or nobody, whatever the lead says before, after and meanwhile', async () => {
    await say(lead, listed, mate.person)
    await give(headquarters, lead)
    await say(headquarters, listed, null)
    await say(lead, listed, null)
    await say(lead, listed, mate.person)
    expect(await inEveryOrder()).toEqual({ same: [listed], refused: ['joinSettled', 'joinSettled', 'joinSettled'] })
    await give(lead, headquarters)
    await expect(say(lead, listed, mate.person)).rejects.toMatchObject({ kind: 'permission.denied' })
    await say(headquarters, listed, other.person)
    expect(await inEveryOrder()).toEqual({ same: [listed], refused: ['joinSettled', 'joinSettled', 'joinSettled'] })
  })

  describe('and of whom others say it', () => {
    beforeEach(() => give(other, lead))

    test('it does not count from another team, nor from who does not lead', async () => {
      for (const one of [mate, other]) {
        for (const log of [headquarters, lead, mate]) if (log !== one) await give(one, log)
        await expect(say(one, listed, mate.person)).rejects.toMatchObject({ kind: 'permission.denied' })
      }
    })

    test('it counts from another lead of the same team, whether the team is known before or after', async () => {
      const parent = world.newId()
      const made = (entity: 'team' | 'teamMember', under: string) =>
        makeId({ log: headquarters.log, now: world.clock.now, random: world.random }, { entity, parent: under })
      const team = made('team', parent)
      await headquarters.write([{ entity: 'team', ...team, parent, set: { name: '甲组' } }])
      for (const { log, person } of [mate, other, lead]) {
        await headquarters.write([
          { entity: 'teamMember', ...made('teamMember', team.id), parent: team.id, set: { log, person } },
        ])
      }
      for (const one of [headquarters, mate]) await give(other, one)
      await say(other, listed, mate.person)
      expect(await inEveryOrder([headquarters, lead, mate, other])).toEqual({
        same: [mate.person, listed],
        refused: [],
      })
      // That the lead is of the team too is known last.
      const late = await createReplica(world, 'late')
      await trust(late, headquarters)
      const { number } = await headquarters.store.read((tx) => getLog(tx, headquarters.log))
      const own = { log: headquarters.log, to: number - 1 }
      await carry(world, late, await pack(world, headquarters, [own]))
      for (const one of [lead, mate, other]) await give(late, one)
      const sameAt = async () => (await late.store.read((tx) => loadIdentities(tx, 'person'))).membersOf(listed)
      expect(await sameAt()).toEqual([listed])
      await carry(world, late, await pack(world, headquarters, [{ log: headquarters.log, from: number }]))
      expect(await sameAt()).toEqual([mate.person, listed])
    })
  })
})

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((first, place) =>
    permutations(items.filter((_, other) => other !== place)).map((rest) => [first, ...rest]),
  )
}
