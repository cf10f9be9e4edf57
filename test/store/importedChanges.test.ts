import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import type { ChangeBody, ChangeHeader, ChangeLine } from '../../electron/contract/change.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { blobsOf, selectLines } from '../../electron/store/imports/exporting.ts'
import { getLog, headOf } from '../../electron/store/log/log.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { listRows } from '../../electron/store/row/rows.ts'
import { createParties, everythingOf, findFinding, makeFinding } from './parties.ts'
import { carry, createReplica, dump, enrol, pack, type Package, type Replica, trust, type World } from './world.ts'

/**
 * What an import makes of changes out of the ordinary: without a body, of a newer schema or none we know, two under one
 * number, ahead of the clock. And which blobs the bodies of a package name.
 */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
})
afterEach(() => world.end())

describe('bodies that are not here', () => {
  test('leave the chain whole, and fill in when they arrive', async () => {
    await enrol(world, headquarters, team)
    const { finding } = await makeFinding(world, team)
    await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要' } }])
    await carry(world, headquarters, await pack(world, team, [{ log: team.log, bodiesFrom: 3 }]))
    expect(await findFinding(headquarters, finding)).toMatchObject({ title: '吃拿卡要', fact: null, ordinal: null })
    expect(await headquarters.store.read((tx) => headOf(tx, team.log))).toMatchObject({ number: 3 })
    await carry(world, headquarters, await everythingOf(world, team))
    expect(await dumpWithout(headquarters)).toEqual(await dumpWithout(team))
  })

  test('are present, withheld, sealed or erased; the chain verifies in all four, also forwarded', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(world, team)
    await makeFinding(world, team)
    const parcel = await everythingOf(world, team)
    const lines = parcel.lines.map(({ header }, place): ChangeLine => {
      if (place === 1) return { state: 'withheld', header }
      if (place === 2) return { state: 'sealed', header, sealed: 'YWdl' }
      if (place === 3) return { state: 'erased', header, erasedBy: '张三', erasedReason: '依令' }
      return parcel.lines[place] ?? { state: 'withheld', header }
    })
    expect(await carry(world, headquarters, { ...parcel, lines })).toMatchObject({ state: 'ready', added: 1 })
    const ranges = [{ log: team.log, from: 1, to: 4, bodiesFrom: 1 }]
    const forwarded = await headquarters.store.read(async (tx) => {
      const found: ChangeLine[] = []
      for await (const line of selectLines(tx, ranges)) found.push(line)
      return found
    })
    expect(forwarded).toEqual(lines)
    const peer = await createReplica(world, 'peer')
    expect(await carry(world, peer, { ...parcel, lines: forwarded })).toMatchObject({ state: 'ready' })
  })

  test('of a newer schema are kept and not applied', async () => {
    await enrol(world, headquarters, team)
    const parcel = await everythingAfter(
      [{ entity: 'hologram', id: world.newId(), kind: 'row', set: { colour: '红' }, replaces: {} }],
      { schemaVersion: schemaVersion + 1 },
    )
    expect(await carry(world, headquarters, parcel)).toMatchObject({ state: 'ready', added: 0, future: 1 })
    const rows = await headquarters.store.read((tx) =>
      tx.db.selectFrom('change').select('verdict').where('log', '=', team.log).execute(),
    )
    expect(rows).toEqual([{ verdict: 'future' }])
    await rebuildTables(headquarters.store)
  })

  test('that do not speak the catalogue are kept aside, and never name a column', async () => {
    await enrol(world, headquarters, team)
    const odd: readonly Partial<ChangeBody>[] = [
      { entity: 'finding', kind: 'row', set: { 'title"; drop table finding; --': '甲' } },
      { entity: 'finding', kind: 'row', set: { number: 'B-999' } },
      { entity: 'sqlite_schema', kind: 'row', set: {} },
      { entity: 'finding', kind: 'event', set: {} },
      { entity: 'letter', kind: 'row', set: { log: 'x', letter: 'Z' } },
      { entity: 'finding', kind: 'row', set: { severity: 9 } },
      { entity: 'finding', kind: 'row', set: { fact: '前\u0000后' } },
      { entity: 'constructor', kind: 'row', set: {} },
      { entity: 'finding', kind: 'row', set: {} },
    ]
    const parcel = await everythingAfter(odd.map((body) => ({ id: world.newId(), replaces: {}, ...body })))
    const plan = await carry(world, headquarters, parcel)
    expect(plan).toMatchObject({ added: 0, updated: 0, invalid: odd.length, future: 0, refused: [] })
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toEqual([])
  })
})

describe('a log of which two changes claim one number', () => {
  test('is marked, and both count the same in whatever order they come', async () => {
    await enrol(world, headquarters, team)
    const peer = await createReplica(world, 'peer')
    await trust(peer, headquarters)
    await carry(world, peer, await pack(world, headquarters, [{ log: headquarters.log }]))
    const one = await everythingAfter([creation('甲', 1)])
    const other = await everythingAfter([creation('乙', 2)])
    for (const parcel of [one, other]) await carry(world, headquarters, parcel)
    for (const parcel of [other, one]) await carry(world, peer, parcel)
    const titles = (replica: Replica) =>
      replica.store.read(async (tx) => (await listRows(tx, 'finding')).map(({ title }) => title))
    expect(await titles(headquarters)).toEqual(['甲', '乙'])
    expect(await titles(peer)).toEqual(['甲', '乙'])
    for (const replica of [headquarters, peer]) {
      expect(await replica.store.read((tx) => getLog(tx, team.log))).toMatchObject({ forked: true, number: 1 })
    }
    const heads = [headquarters, peer].map(({ store }) => store.read((tx) => headOf(tx, team.log)))
    expect(await heads[0]).toEqual(await heads[1])
    const forwarded = await pack(world, headquarters, [{ log: team.log }])
    expect(forwarded.lines).toHaveLength(2)
  })

  function creation(title: string, ordinal: number): Partial<ChangeBody> {
    const [id, parent] = [world.newId(), world.newId()]
    world.tick()
    return { entity: 'finding', id, parent, kind: 'row', set: { title, ordinal }, replaces: {} }
  }
})

/** A package whose own log continues with hand-made bodies: what a forged or newer program could write. */
async function everythingAfter(
  bodies: readonly Partial<ChangeBody>[],
  header: Partial<ChangeHeader> = {},
): Promise<Package> {
  const { birth, log, person } = team
  const lines: ChangeLine[] = []
  let previous = (await team.store.read((tx) => getLog(tx, log))).birth
  for (const [place, given] of bodies.entries()) {
    const body = {
      author: person,
      at: world.instant(),
      entity: 'finding',
      id: world.newId(),
      kind: 'row',
      set: {},
      replaces: {},
      ...given,
    } as ChangeBody
    const salt = world.random(16)
    const clock = `${world.clock.now}-${String(place).padStart(4, '0')}`
    const whole = {
      body: hashBody(salt, body as JsonValue),
      clock,
      log,
      number: place + 1,
      operation: world.newId(),
      previous,
      schemaVersion: 1,
      ...header,
    }
    lines.push({ state: 'present', header: whole, salt: Buffer.from(salt).toString('base64url'), body })
    previous = hashHeader(whole)
  }
  const range = { birth, from: 1, to: lines.length, bodiesFrom: 1, bodiesTo: lines.length, head: previous, chain: [] }
  const signedHead = signHead({ log, number: lines.length, hash: previous }, world.logKeys.get(log) ?? '')
  return { sender: log, manifest: { ranges: [{ ...range, signedHead }], changes: { count: lines.length } }, lines }
}

test('a clock more than a day ahead is marked and not adopted', async () => {
  await enrol(world, headquarters, team)
  const fast = await createReplica(world, 'fast', ['组长'], 25 * 3_600_000)
  await enrol(world, headquarters, fast)
  await makeFinding(world, fast)
  await makeFinding(world, team)
  await carry(world, headquarters, await pack(world, fast, [{ log: fast.log }]))
  await carry(world, headquarters, await everythingOf(world, team))
  await makeFindingless(headquarters)
  const rows = await headquarters.store.read((tx) =>
    tx.db.selectFrom('change').select(['log', 'ahead', 'clock']).orderBy('seq').execute(),
  )
  expect(new Set(rows.filter(({ ahead }) => ahead === 1).map(({ log }) => log))).toEqual(new Set([fast.log]))
  const own = rows.filter(({ log }) => log === headquarters.log).at(-1)
  expect(Number(own?.clock.slice(0, 13))).toBeLessThan(world.clock.now + 3_600_000)
})

async function makeFindingless(replica: Replica): Promise<void> {
  await replica.write([{ entity: 'unit', id: world.newId(), set: { name: '某局' } }])
}

test('a package names the blobs of its bodies, each once', async () => {
  const { finding } = await makeFinding(world, team)
  const content = 'ab'.repeat(32)
  for (const ordinal of [1, 2]) {
    await team.write([{ entity: 'evidence', id: world.newId(), parent: finding, set: { ordinal, content } }])
  }
  const blobs = (bodiesFrom: number) =>
    team.store.read((tx) => blobsOf(tx, [{ log: team.log, from: 1, to: 4, bodiesFrom }]))
  expect(await blobs(1)).toEqual([content])
  expect(await blobs(5)).toEqual([])
})

async function dumpWithout(replica: Replica) {
  const { packageAccepted: _, logEnrolled: __, grant: ___, ...tables } = await dump(replica.store)
  return tables
}
