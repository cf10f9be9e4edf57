import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChangeBody } from '../../../electron/contract/change.ts'
import { bornFields } from '../../../electron/contract/catalogue/version.ts'
import { asksForProof, isProven, provenId, type IdProof } from '../../../electron/crypto/provenId.ts'
import { makeId, type MadeId } from '../../../electron/store/change/idProof.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import { findEvent } from '../../../electron/store/row/events.ts'
import { getRow } from '../../../electron/store/row/rows.ts'
import { carry, createReplica, createWorld, dump, enrol, pack, type Replica, type World, writeBody } from '../world.ts'

const proof: IdProof = {
  log: '00000000-0000-7000-8000-000000000001',
  nonce: 'A'.repeat(22),
  entity: 'finding',
  parent: '00000000-0000-8000-8000-000000000002',
  parentEntity: null,
  campaign: null,
  team: null,
}

describe('a proven id', () => {
  const time = Date.UTC(2026, 10, 30)
  const id = provenId(time, proof)

  test('is a UUIDv8 whose first 48 bits are the time', () => {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(time)
    expect(asksForProof(id)).toBe(true)
  })

  test.each(Object.keys(proof) as (keyof IdProof)[])('is no id of the same with another %s', (member) => {
    expect(isProven(id, proof)).toBe(true)
    expect(isProven(id, { ...proof, [member]: 'other' })).toBe(false)
  })

  test.each(['00000000-0000-7000-8000-000000000001', '00000000-0000-5000-8000-000000000001'])(
    'is not asked of an older id or one reckoned from a pair: %s',
    (other) => expect(asksForProof(other)).toBe(false),
  )
})

describe('whoever repeats the id of another', () => {
  let world: World
  let headquarters: Replica
  let team: Replica
  let stranger: Replica
  beforeEach(async () => {
    world = createWorld('ids')
    headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
    team = await createReplica(world, 'team')
    stranger = await createReplica(world, 'stranger')
    for (const one of [team, stranger]) await enrol(world, headquarters, one)
  })
  afterEach(() => world.end())

  function made(replica: Replica, entity: 'visit' | 'finding' | 'documentVoided', parent?: string): MadeId {
    return makeId({ log: replica.log, now: world.clock.now, random: world.random }, { entity, parent })
  }

  /** In both orders: what stands afterwards is the same, and the same as in tables made anew. */
  async function deliver(first: Replica, second: Replica) {
    for (const one of [first, second]) await carry(world, headquarters, await pack(world, one, [{ log: one.log }]))
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
  }

  describe.each(['theirs first', 'the other first'])('%s', (order) => {
    const inOrder = (): [Replica, Replica] => (order === 'theirs first' ? [team, stranger] : [stranger, team])

    test('moves no finding under a visit of his own', async () => {
      const [theirs, own] = [made(team, 'visit'), made(stranger, 'visit')]
      const finding = made(team, 'finding', theirs.id)
      await team.write([
        { entity: 'visit', ...theirs, set: { ordinal: 1 } },
        { entity: 'finding', ...finding, parent: theirs.id, set: { title: '空岗', ordinal: 1 } },
      ])
      await stranger.write([{ entity: 'visit', ...own, set: { ordinal: 1 } }])
      // At home nothing is known of the first one: the program itself would write it.
      await writeUnproved(stranger, 'finding', finding, own.id)
      await deliver(...inOrder())
      const row = await headquarters.store.read((tx) => getRow(tx, 'finding', finding.id))
      expect([row.parent, row.title]).toEqual([theirs.id, '空岗'])
    })

    test('erases no event', async () => {
      const version = world.newId()
      const event = made(team, 'documentVoided', version)
      await team.write([{ entity: 'documentVoided', ...event, parent: version, set: { reason: '重做' } }])
      await writeUnproved(stranger, 'documentVoided', event, version)
      await deliver(...inOrder())
      const found = await headquarters.store.read((tx) => findEvent(tx, 'documentVoided', event.id))
      expect([found?.reason, found?.changeLog]).toEqual(['重做', team.log])
    })
  })

  test('and his own program does not write it either', async () => {
    const event = made(team, 'documentVoided', world.newId())
    const parent = world.newId()
    await expect(
      stranger.write([{ entity: 'documentVoided', ...event, parent, set: { reason: '冒用' } }]),
    ).rejects.toMatchObject({ kind: 'permission.denied' })
  })

  /** Past `append`, which refuses it: a changed program's log. */
  async function writeUnproved(
    replica: Replica,
    entity: 'finding' | 'documentVoided',
    { id, nonce }: MadeId,
    parent: string,
  ): Promise<void> {
    const set = Object.fromEntries([...bornFields(entity)].map((field) => [field, null]))
    const body: ChangeBody = {
      author: replica.person,
      at: world.instant(),
      entity,
      id,
      kind: entity === 'finding' ? 'row' : 'event',
      parent,
      root: { entity: 'visit', id: parent },
      nonce,
      set,
      replaces: {},
    }
    await writeBody(world, replica, body)
  }
})
