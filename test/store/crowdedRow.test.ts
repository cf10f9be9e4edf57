import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { seenSchema } from '../../electron/contract/row.ts'
import type { ChangeBody, ChangeHeader, ChangeLine } from '../../electron/contract/change.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { conflictsOf, getRow, headsOf } from '../../electron/store/row/rows.ts'
import { isLong } from '../faults/extent.ts'
import { createParties, everythingOf, makeFinding } from './parties.ts'
import { carry, dump, enrol, type Package, type Replica, type World } from './world.ts'

/** A row of which thousands of values stand against each other: it costs what its changes cost, opens, and is resolved. */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ends.clear()
  ;({ world, headquarters, team } = await createParties())
  await enrol(world, headquarters, team)
})
afterEach(() => world.end())

/** `MINGCHA_LONG=1` goes to the limit. */
const many = isLong ? 10_000 : 300

test('comes in at a cost that grows with the changes, not with what is there already', async () => {
  const { finding } = await makeFinding(world, team)
  await carry(world, headquarters, await everythingOf(world, team))
  await carry(world, headquarters, await values(finding, 300))
  const read = []
  for (const count of [400, 800]) {
    const parcel = await values(finding, count)
    const parse = vi.spyOn(JSON, 'parse')
    expect(await carry(world, headquarters, parcel)).toMatchObject({ state: 'ready', updated: 1, refused: [] })
    read.push(parse.mock.calls.length / count)
    parse.mockRestore()
  }
  // Each change is read to be checked, planned, applied and folded, and once more as part of what was there.
  for (const times of read) expect(times).toBeLessThan(12)
})

test('opens with all its values, and is resolved by one operation that replaces them all', async () => {
  const { finding } = await makeFinding(world, team)
  await carry(world, headquarters, await everythingOf(world, team))
  expect(await carry(world, headquarters, await values(finding, many))).toMatchObject({ refused: [] })
  const heads = await headquarters.store.read((tx) => headsOf(tx, 'finding', finding))
  expect(seenSchema.parse(heads)['title']).toHaveLength(many + 1)
  const [conflict] = await headquarters.store.read((tx) => conflictsOf(tx, 'finding', finding))
  expect(conflict?.values).toHaveLength(many + 1)
  await enrol(world, headquarters, headquarters, { role: '组员' })
  const written = await headquarters.write([
    { entity: 'finding', id: finding, set: { title: '定稿' }, replaces: { title: heads['title'] ?? [] } },
  ])
  expect(written).toHaveLength(Math.ceil((many + 1 - 64) / 63) + 1)
  const operations = await headquarters.store.read((tx) =>
    tx.db.selectFrom('change').select('operation').distinct().where('hash', 'in', written).execute(),
  )
  expect(operations).toHaveLength(1)
  const row = await headquarters.store.read((tx) => getRow(tx, 'finding', finding))
  expect(row).toMatchObject({ title: '定稿', conflicted: false })
  expect((await headquarters.store.read((tx) => headsOf(tx, 'finding', finding)))['title']).toEqual([written.at(-1)])
  const before = await dump(headquarters.store)
  await rebuildTables(headquarters.store)
  expect(await dump(headquarters.store)).toEqual(before)
})

/** The team's log goes on with values that replace nothing of each other. */
async function values(finding: string, count: number): Promise<Package> {
  const { birth, log, person, store } = team
  const known = await store.read((tx) => getLog(tx, log))
  const from = (ends.get(log)?.number ?? known.number) + 1
  let previous = ends.get(log)?.hash ?? known.head
  const lines: ChangeLine[] = []
  for (let place = 0; place < count; place += 1) {
    const set = { title: `第${place}个` }
    const body: ChangeBody = {
      author: person,
      at: world.instant(),
      entity: 'finding',
      id: finding,
      kind: 'row',
      set,
      replaces: { title: [] },
      root: { entity: 'finding', id: finding },
    }
    const salt = world.random(16)
    const header: ChangeHeader = {
      body: hashBody(salt, body as JsonValue),
      clock: `${world.clock.now + from}-${place.toString(16).padStart(4, '0')}`,
      log,
      number: from + place,
      operation: world.newId(),
      previous,
      schemaVersion: 2,
    }
    previous = hashHeader(header)
    lines.push({ state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body })
  }
  const to = from + count - 1
  ends.set(log, { number: to, hash: previous })
  const signedHead = signHead({ log, number: to, hash: previous }, world.logKeys.get(log) ?? '')
  const range = { birth, from, to, bodiesFrom: from, bodiesTo: to, head: previous, signedHead, chain: [] }
  return { sender: log, manifest: { ranges: [range], changes: { count } }, lines }
}

const ends = new Map<string, { readonly number: number; readonly hash: string }>()
