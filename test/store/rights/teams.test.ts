import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventEntity } from '../../../electron/contract/catalogue/catalogue.ts'
import { makeId, type MadeId, type Ownership } from '../../../electron/store/change/idProof.ts'
import { listRefused } from '../../../electron/store/change/quarantine.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import type { EventDraft } from '../../../electron/store/change/said.ts'
import { getLog } from '../../../electron/store/log/log.ts'
import { findRow } from '../../../electron/store/row/rows.ts'
import { addLog } from '../../../electron/store/change/addLog.ts'
import { carry, createReplica, createWorld, dump, enrol, pack, type Replica, trust, type World } from '../world.ts'

/** Teams, hand-overs and ends of rights, in every order in which they can become known. */
describe('a case belongs to a team', () => {
  let world: World
  let headquarters: Replica
  let ours: Replica
  let others: Replica
  let reader: Replica
  let opened = 0
  let visit: MadeId
  let finding: MadeId
  let team: MadeId

  beforeEach(async () => {
    world = createWorld('teams')
    headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
    ours = await createReplica(world, 'ours')
    others = await createReplica(world, 'others')
    reader = await createReplica(world, 'reader')
    for (const one of [ours, others, reader]) {
      await enrol(world, headquarters, one)
      await trust(one, headquarters)
    }
    const campaign = world.newId()
    team = made(headquarters, 'team', { parent: campaign })
    await headquarters.write([{ entity: 'team', ...team, parent: campaign, set: { name: '甲组' } }])
    visit = made(ours, 'visit', { team: team.id })
    finding = made(ours, 'finding', { parent: visit.id })
  })
  afterEach(() => world.end())

  type Making = Ownership & { readonly parent?: string; readonly parentEntity?: EventEntity }
  function made(replica: Replica, entity: Parameters<typeof makeId>[1]['entity'], making: Making = {}): MadeId {
    return makeId({ log: replica.log, now: world.clock.now, random: world.random }, { entity, ...making })
  }

  async function decide(
    entity: EventEntity,
    set: object,
    parent?: string,
    parentEntity?: EventEntity,
  ): Promise<string> {
    const place = { ...(parent !== undefined && { parent }), ...(parentEntity !== undefined && { parentEntity }) }
    const { id, nonce } = made(headquarters, entity, place)
    await headquarters.write([{ entity, id, nonce, ...place, set } as object as EventDraft])
    return id
  }

  const join = (replica: Replica) => decide('teamMember', { log: replica.log, person: replica.person }, team.id)

  /** As far as headquarters sees the log now. */
  async function cut(end: string, endEntity: EventEntity, replica: Replica, seen?: number): Promise<string> {
    const { number, hash } = await placeOf(replica, seen)
    const parentEntity = endEntity === 'revocation' ? undefined : endEntity
    return decide('cut', { log: replica.log, number, hash }, end, parentEntity)
  }

  async function placeOf({ store, log }: Replica, number?: number) {
    return store.read(async (tx) => {
      const wanted = number ?? (await getLog(tx, log)).number
      return tx.db
        .selectFrom('change')
        .select(['number', 'hash'])
        .where('log', '=', log)
        .where('number', '=', wanted)
        .executeTakeFirstOrThrow()
    })
  }

  async function record(): Promise<void> {
    await ours.write([
      { entity: 'visit', ...visit, set: { ordinal: 1, place: '大厅' } },
      { entity: 'finding', ...finding, parent: visit.id, set: { ordinal: 1, title: '空岗' } },
    ])
  }

  /** What somebody else's program writes while it does not know whose the visit is. */
  async function meddle(): Promise<void> {
    for (const one of [headquarters, ours]) await carry(world, others, await pack(world, one, [{ log: one.log }]))
    await others.write([{ entity: 'finding', id: finding.id, set: { title: '无问题' } }])
  }

  /** Brings these logs to an empty workspace in every order; it ends alike and as a rebuild does. */
  async function inEveryOrder(logs: readonly Replica[]) {
    const ends: unknown[] = []
    for (const order of permutations(logs)) {
      const end = await createReplica(world, `end ${(opened += 1)}`)
      await trust(end, headquarters)
      for (const one of order) await carry(world, end, await pack(world, one, [{ log: one.log }]))
      const tables = { ...(await dump(end.store)), packageAccepted: [] }
      await rebuildTables(end.store)
      expect({ ...(await dump(end.store)), packageAccepted: [] }).toEqual(tables)
      ends.push({ tables, refused: await refusedIn(end) })
      expect(ends.at(-1)).toEqual(ends[0])
      if (ends.length === 1) reader = end
    }
    return refusedIn(reader)
  }

  async function refusedIn({ store }: Replica): Promise<readonly string[]> {
    const refused = await store.read((tx) => listRefused(tx))
    return refused.map(({ entity, id, reason }) => `${entity} ${id} ${reason}`).toSorted()
  }

  async function titleIn({ store }: Replica): Promise<string | null | undefined> {
    return (await store.read((tx) => findRow(tx, 'finding', finding.id)))?.title
  }

  test('what others wrote to it is refused, whatever is known last', async () => {
    await record()
    await meddle()
    await join(ours)
    expect(await inEveryOrder([headquarters, ours, others])).toEqual([`finding ${finding.id} otherTeam`])
    expect(await titleIn(reader)).toBe('空岗')
  })

  test('and their own program refuses it at once, where it knows', async () => {
    await record()
    await join(ours)
    await carry(world, others, await pack(world, headquarters, [{ log: headquarters.log }]))
    await expect(meddle()).rejects.toMatchObject({ kind: 'permission.denied' })
  })

  test('what is hung under a case of one’s own, but stands on theirs, is refused', async () => {
    await record()
    await join(ours)
    const own = made(others, 'visit')
    await others.write([{ entity: 'visit', ...own, set: { ordinal: 1 } }])
    const evidence = made(others, 'evidence', { parent: finding.id })
    // Nothing is known of the finding there: its own program takes its parent for the case.
    await others.write([{ entity: 'evidence', ...evidence, parent: finding.id, set: { ordinal: 1 } }])
    expect(await inEveryOrder([headquarters, ours, others])).toEqual([`evidence ${evidence.id} rootUnproved`])
  })

  test('what was made before enrolment belongs to the team first enrolled into', async () => {
    visit = made(ours, 'visit')
    finding = made(ours, 'finding', { parent: visit.id })
    await record()
    await meddle()
    await join(ours)
    expect(await inEveryOrder([headquarters, ours, others])).toEqual([`finding ${finding.id} otherTeam`])
  })

  test('who names a team that is not his makes nothing', async () => {
    await record()
    await join(others)
    const refused = await inEveryOrder([headquarters, ours])
    expect(refused).toContain(`visit ${visit.id} notInTeam`)
    expect(await reader.store.read((tx) => findRow(tx, 'visit', visit.id))).toBeUndefined()
  })

  test('who left counts up to the cut, and after a look further', async () => {
    const member = await join(ours)
    await record()
    const end = await decide('teamLeft', { reason: null }, member)
    const at = await cut(end, 'teamLeft', ours)
    await ours.write([{ entity: 'finding', id: finding.id, set: { title: '迟到的' } }])
    expect(await inEveryOrder([headquarters, ours])).toEqual([`finding ${finding.id} otherTeam`])
    expect(await titleIn(reader)).toBe('空岗')
    const late = await placeOf(ours)
    await decide('cutRaised', { ...late, reason: null }, at)
    expect(await inEveryOrder([headquarters, ours])).toEqual([])
    expect(await titleIn(reader)).toBe('迟到的')
  })

  test('of a log that was written twice only the branch that was seen counts', async () => {
    const member = await join(ours)
    await record()
    const copy = await world.copyOf(ours)
    world.logKeys.set(copy.log, world.logKeys.get(ours.log) ?? '')
    await ours.write([{ entity: 'finding', id: finding.id, set: { title: '看过的' } }])
    await copy.write([{ entity: 'finding', id: finding.id, set: { title: '没看过的' } }])
    const end = await decide('teamLeft', { reason: null }, member)
    await cut(end, 'teamLeft', ours)
    expect(await inEveryOrder([headquarters, ours, copy])).toEqual([`finding ${finding.id} otherTeam`])
    expect(await titleIn(reader)).toBe('看过的')
  })

  test('handed over while it is edited: the old team up to the cut, the new one always', async () => {
    await join(ours)
    await record()
    const campaign = world.newId()
    const second = made(headquarters, 'team', { parent: campaign })
    await headquarters.write([{ entity: 'team', ...second, parent: campaign, set: { name: '乙组' } }])
    await decide('teamMember', { log: others.log, person: others.person }, second.id)
    const over = await decide('rootHandedOver', { to: second.id, reason: null }, visit.id)
    await cut(over, 'rootHandedOver', ours)
    await ours.write([{ entity: 'finding', id: finding.id, set: { title: '交接之后' } }])
    await carry(world, others, await pack(world, headquarters, [{ log: headquarters.log }]))
    await carry(world, others, await pack(world, ours, [{ log: ours.log }]))
    await others.write([{ entity: 'finding', id: finding.id, set: { title: '接手的' } }])
    expect(await inEveryOrder([headquarters, ours, others])).toEqual([`finding ${finding.id} otherTeam`])
    expect(await titleIn(reader)).toBe('接手的')
  })

  test('a computer put out of use takes in the package that lets it in again', async () => {
    await record()
    const revoked = await decide('revocation', { kind: '日志', subject: ours.log, since: null, reason: null })
    await carry(world, ours, await pack(world, headquarters, [{ log: headquarters.log }]))
    await expect(ours.write([{ entity: 'visit', id: visit.id, set: { place: '二楼' } }])).rejects.toMatchObject({
      kind: 'permission.denied',
    })
    await decide('revocationLifted', { reason: null }, revoked)
    await carry(world, ours, await pack(world, headquarters, [{ log: headquarters.log }]))
    await ours.write([{ entity: 'visit', id: visit.id, set: { place: '二楼' } }])
    expect((await ours.store.read((tx) => findRow(tx, 'visit', visit.id)))?.place).toBe('二楼')
  })

  test('of two who revoke each other the first holds', async () => {
    const second = await createReplica(world, 'second headquarters', ['系统管理员', '督办员'])
    await headquarters.store.write((tx) => addLog(tx, { birth: second.birth, kind: 'headquarters' }))
    await trust(second, headquarters)
    const each = (subject: Replica): EventDraft => {
      return { entity: 'revocation', id: world.newId(), set: { kind: '日志', subject: subject.log, since: null } }
    }
    await headquarters.write([each(second)])
    await second.write([each(headquarters)])
    for (const [to, from] of [
      [headquarters, second],
      [second, headquarters],
    ] as const) {
      await carry(world, to, await pack(world, from, [{ log: from.log }]))
    }
    for (const { store } of [headquarters, second]) {
      const standing = await store.read((tx) => tx.db.selectFrom('revocation').select('subject').execute())
      expect(standing).toEqual([{ subject: second.log }])
    }
  })

  test('a preview refuses nothing for want of what the same package brings', async () => {
    await join(ours)
    await carry(world, others, await pack(world, headquarters, [{ log: headquarters.log }]))
    await record()
    const more = Array.from({ length: 300 }, () => made(ours, 'finding', { parent: visit.id }))
    await ours.write(
      more.map((one, place) => ({ entity: 'finding', ...one, parent: visit.id, set: { ordinal: place + 2 } }) as const),
    )
    const plan = await carry(world, others, await pack(world, ours, [{ log: ours.log }]))
    expect([plan.refused, plan.added]).toEqual([[], 302])
  })
})

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((first, place) =>
    permutations(items.filter((_, other) => other !== place)).map((rest) => [first, ...rest]),
  )
}
