import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChangeBody, ChangeHeader, ChangeLine } from '../../electron/contract/change.ts'
import { Problem } from '../../electron/contract/problem.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { listEvents } from '../../electron/store/events.ts'
import { blobsOf, selectLines } from '../../electron/store/exporting.ts'
import { listFindings } from '../../electron/store/finding.ts'
import { dropImport, planImport, resumeImports, unfinishedImports } from '../../electron/store/importing.ts'
import { addLog, getLog, headOf, listLogs, signedHeadOf } from '../../electron/store/log.ts'
import { listRefused } from '../../electron/store/quarantine.ts'
import { rebuildTables } from '../../electron/store/rebuild.ts'
import { conflictsOf, findRow, getRow, listRows } from '../../electron/store/rows.ts'
import type { ReadTx } from '../../electron/store/store.ts'
import {
  accept,
  carry,
  createReplica,
  createWorld,
  dump,
  enrol,
  pack,
  type Package,
  type Replica,
  stage,
  trust,
  type World,
} from './world.ts'

let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  world = createWorld()
  headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
  team = await createReplica(world, 'team')
})
afterEach(() => world.end())

async function makeFinding(replica: Replica, set: { readonly title?: string; readonly ordinal?: number } = {}) {
  const visit = world.newId()
  const finding = world.newId()
  await replica.write([
    { entity: 'visit', id: visit, set: { ordinal: 1, mode: '明察' } },
    { entity: 'finding', id: finding, parent: visit, set: { ordinal: 1, title: '为税不廉', ...set } },
  ])
  return { visit, finding }
}
const find = (replica: Replica, id: string) => replica.store.read((tx) => findRow(tx, 'finding', id))
const refusedAt = (replica: Replica) => replica.store.read((tx) => listRefused(tx))
const everything = () => pack(world, team, [{ log: team.log }])

describe('an import', () => {
  test('brings the rows of an enrolled team, under its letter', async () => {
    const { finding } = await makeFinding(team)
    await enrol(world, headquarters, team, { letter: 'B' })
    const plan = await carry(world, headquarters, await everything())
    expect(plan).toMatchObject({ state: 'ready', added: 2, updated: 0, conflicts: 0, unchanged: 0, refused: [] })
    expect(await find(headquarters, finding)).toMatchObject({ title: '为税不廉', number: 'B-001' })
    const accepted = await headquarters.store.read((tx) => listEvents(tx, 'packageAccepted'))
    expect(accepted).toMatchObject([{ sender: team.log, author: headquarters.person }])
    const head = await headquarters.store.read((tx) => headOf(tx, team.log))
    expect(head).toEqual(await team.store.read((tx) => headOf(tx, team.log)))
    expect(await headquarters.store.read((tx) => signedHeadOf(tx, team.log))).toMatchObject(head ?? {})
  })

  test('of a log that was never enrolled goes to quarantine, and counts once a grant arrives', async () => {
    const { finding } = await makeFinding(team)
    const plan = await carry(world, headquarters, await everything())
    expect(plan.refused.map(({ reason }) => reason)).toEqual(['logNotEnrolled', 'logNotEnrolled'])
    expect(await find(headquarters, finding)).toBeUndefined()
    expect(await refusedAt(headquarters)).toMatchObject([{ author: team.person, reason: 'logNotEnrolled' }, {}])
    await enrol(world, headquarters, team)
    expect(await find(headquarters, finding)).toMatchObject({ title: '为税不廉' })
    expect(await refusedAt(headquarters)).toEqual([])
  })

  test('of what its author may not do leaves that in quarantine and takes the rest', async () => {
    await makeFinding(team)
    const memo = world.newId()
    await team.write([{ entity: 'memo', id: memo, parent: world.newId(), set: { title: '备忘录' } }])
    await enrol(world, headquarters, team, { role: '组员' })
    const plan = await carry(world, headquarters, await everything())
    expect(plan).toMatchObject({ added: 2, refused: [{ entity: 'memo', id: memo, reason: 'roleMissing' }] })
    expect(await headquarters.store.read((tx) => findRow(tx, 'memo', memo))).toBeUndefined()
    expect(await refusedAt(headquarters)).toMatchObject([{ id: memo, reason: 'roleMissing' }])
  })

  test('gives numbers their letter when it arrives late, search included', async () => {
    const { visit, finding } = await makeFinding(team)
    const evidence = world.newId()
    await team.write([{ entity: 'evidence', id: evidence, parent: finding, set: { ordinal: 2 } }])
    await enrol(world, headquarters, team)
    await carry(world, headquarters, await everything())
    expect(await find(headquarters, finding)).toMatchObject({ number: `临${team.log.slice(-4)}-001` })
    await headquarters.write([{ entity: 'letter', id: world.newId(), set: { log: team.log, letter: 'Q' } }])
    expect(await find(headquarters, finding)).toMatchObject({ number: 'Q-001' })
    const numbers = await headquarters.store.read(async (tx) => [
      (await getRow(tx, 'visit', visit)).number,
      (await getRow(tx, 'evidence', evidence)).number,
      (await listFindings(tx, { text: 'Q-001', limit: 5 })).total,
    ])
    expect(numbers).toEqual(['Q-J01', '活动-未编码-Q001-02', 1])
  })

  test('shows two edits of one field as a conflict with both values, and of other fields none', async () => {
    const member = await createReplica(world, 'member')
    const { finding } = await makeFinding(team)
    for (const one of [team, member]) {
      await trust(one, headquarters)
      await enrol(world, headquarters, one)
    }
    for (const one of [team, member])
      await carry(world, one, await pack(world, headquarters, [{ log: headquarters.log }]))
    await carry(world, member, await everything())
    await member.write([{ entity: 'finding', id: finding, set: { title: '收受礼品', fact: '事实' } }])
    await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要', severity: 3 } }])
    const plan = await carry(world, team, await pack(world, member, [{ log: member.log }]))
    expect(plan).toMatchObject({ updated: 1, conflicts: 1 })
    expect(await find(team, finding)).toMatchObject({ title: '吃拿卡要', fact: '事实', severity: 3, conflicted: true })
    const conflicts = await team.store.read((tx) => conflictsOf(tx, 'finding', finding))
    expect(conflicts).toMatchObject([
      {
        field: 'title',
        values: [
          { value: '吃拿卡要', author: team.person, log: team.log },
          { value: '收受礼品', author: member.person, log: member.log },
        ],
      },
    ])
  })

  test('does not let a team make again, and so change, what headquarters made; the same values are welcome', async () => {
    await enrol(world, headquarters, team)
    const [changed, same] = [world.newId(), world.newId()]
    const unit = (id: string, name: string) => ({ entity: 'unit', id, set: { name, code: '13701' } }) as const
    await headquarters.write([unit(changed, '某县国家税务局'), unit(same, '某市国家税务局')])
    await team.write([unit(changed, '改名局'), unit(same, '某市国家税务局'), unit(world.newId(), '自建单位')])
    const plan = await carry(world, headquarters, await everything())
    expect(plan).toMatchObject({ added: 1, updated: 1, refused: [{ id: changed, reason: 'roleMissing' }] })
    const names = await headquarters.store.read(async (tx) => (await listRows(tx, 'unit')).map(({ name }) => name))
    expect(new Set(names)).toEqual(new Set(['某县国家税务局', '某市国家税务局', '自建单位']))
  })

  test('that was accepted has nothing left to plan, and is not dropped', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(team)
    const id = await stage(world, headquarters, await everything())
    await accept(world, headquarters, id)
    expect(await planImport(headquarters.store, id)).toMatchObject({ state: 'ready', added: 0, unchanged: 0 })
    await dropImport(headquarters.store, id)
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(1)
  })

  test('ends in the tables that a rebuild from the log makes', async () => {
    await makeFinding(team)
    await enrol(world, headquarters, team, { letter: 'B' })
    await carry(world, headquarters, await everything())
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
    expect((await headquarters.store.read((tx) => listFindings(tx, { text: '税不', limit: 5 }))).total).toBe(1)
  })

  test('twice changes nothing', async () => {
    await makeFinding(team)
    await enrol(world, headquarters, team)
    const parcel = await everything()
    await carry(world, headquarters, parcel)
    const { packageAccepted: _, ...before } = await dump(headquarters.store)
    const plan = await carry(world, headquarters, parcel)
    expect(plan).toMatchObject({ state: 'ready', added: 0, updated: 0, unchanged: 2, refused: [] })
    const { packageAccepted: __, ...after } = await dump(headquarters.store)
    expect(after).toEqual(before)
  })

  test('that overlaps what is here takes only the rest', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(team)
    await carry(world, headquarters, await everything())
    await makeFinding(team)
    expect(await carry(world, headquarters, await everything())).toMatchObject({ added: 2, unchanged: 2 })
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(2)
  })

  test('is invisible until it is accepted, and gone when it is dropped', async () => {
    const { finding } = await makeFinding(team)
    await enrol(world, headquarters, team)
    const before = await dump(headquarters.store)
    const id = await stage(world, headquarters, await everything())
    expect(await planImport(headquarters.store, id)).toMatchObject({ state: 'ready', added: 2 })
    expect(await find(headquarters, finding)).toBeUndefined()
    expect(await headquarters.store.read((tx) => listLogs(tx))).toHaveLength(1)
    expect(await unfinishedImports(headquarters.store)).toMatchObject([{ id, state: 'staging' }])
    await dropImport(headquarters.store, id)
    expect(await unfinishedImports(headquarters.store)).toEqual([])
    expect(await dump(headquarters.store)).toEqual(before)
    const staged = await headquarters.store.read((tx) => tx.db.selectFrom('local_stagedChange').selectAll().execute())
    expect(staged).toEqual([])
  })

  test('waits while changes before it are missing, and is ready once they are here', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(team)
    await makeFinding(team)
    const [first, second] = [
      await pack(world, team, [{ log: team.log, to: 2 }]),
      await pack(world, team, [{ log: team.log, from: 3 }]),
    ]
    const waiting = await stage(world, headquarters, second)
    const plan = await planImport(headquarters.store, waiting)
    expect(plan).toMatchObject({ state: 'waiting', gaps: [{ log: team.log, have: 0, from: 3 }] })
    await expect(accept(world, headquarters, waiting)).rejects.toThrow('a waiting package cannot be accepted')
    await carry(world, headquarters, first)
    expect(await planImport(headquarters.store, waiting)).toMatchObject({ state: 'ready', gaps: [] })
    await accept(world, headquarters, waiting)
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(2)
  })

  test('of which only a part was staged is dropped at the next opening', async () => {
    await makeFinding(team)
    const parcel = await everything()
    const id = await stage(world, headquarters, { ...parcel, lines: parcel.lines.slice(0, 1) })
    await expect(planImport(headquarters.store, id)).rejects.toThrow(new Problem('package.damaged', {}))
    expect(await unfinishedImports(headquarters.store)).toEqual([])
    await resumeImports(headquarters.store)
    expect(await headquarters.store.read((tx) => tx.db.selectFrom('local_import').selectAll().execute())).toEqual([])
  })
})

describe('an accepted import that cannot be brought to its end', () => {
  test('is named at the next opening, keeps nothing else back, and is tried again at the one after', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(team)
    const id = await stage(world, headquarters, await everything())
    const whole = await headquarters.store.read((tx) => lines(tx).selectAll().execute())
    await headquarters.store.write((tx) =>
      tx.db.updateTable('local_stagedChange').set({ line: '{' }).where('number', '=', 2).execute(),
    )
    await expect(accept(world, headquarters, id)).rejects.toThrow(SyntaxError)
    const left = await stage(world, headquarters, { ...(await everything()), lines: [] })
    expect(await resumeImports(headquarters.store)).toEqual([{ id, error: expect.any(SyntaxError) }])
    expect(await stateOf(left)).toBeUndefined()
    expect(await stateOf(id)).toBe('applying')
    for (const { seq, line } of whole) {
      await headquarters.store.write((tx) =>
        tx.db.updateTable('local_stagedChange').set({ line }).where('seq', '=', seq).execute(),
      )
    }
    expect(await resumeImports(headquarters.store)).toEqual([])
    expect(await stateOf(id)).toBe('applied')
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(1)
  })

  const lines = (tx: ReadTx) => tx.db.selectFrom('local_stagedChange')
  const stateOf = async (id: string) => {
    const rows = await headquarters.store.read((tx) => tx.db.selectFrom('local_import').selectAll().execute())
    return rows.find((row) => row.id === id)?.state
  }
})

describe('bodies that are not here', () => {
  test('leave the chain whole, and fill in when they arrive', async () => {
    await enrol(world, headquarters, team)
    const { finding } = await makeFinding(team)
    await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要' } }])
    await carry(world, headquarters, await pack(world, team, [{ log: team.log, bodiesFrom: 3 }]))
    expect(await find(headquarters, finding)).toMatchObject({ title: '吃拿卡要', fact: null, ordinal: null })
    expect(await headquarters.store.read((tx) => headOf(tx, team.log))).toMatchObject({ number: 3 })
    await carry(world, headquarters, await everything())
    expect(await dumpWithout(headquarters)).toEqual(await dumpWithout(team))
  })

  test('are present, withheld, sealed or erased; the chain verifies in all four, also forwarded', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(team)
    await makeFinding(team)
    const parcel = await everything()
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
      { schemaVersion: 2 },
    )
    expect(await carry(world, headquarters, parcel)).toMatchObject({ state: 'ready', added: 0, unreadable: 1 })
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
    expect(plan).toMatchObject({ added: 0, updated: 0, unreadable: odd.length, refused: [] })
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toEqual([])
  })
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

describe('a forged package', () => {
  const forgeries: readonly (readonly [string, (parcel: Package) => Package])[] = [
    [
      'an altered body',
      (parcel) =>
        alter(parcel, 1, (line) => ({ ...line, body: { ...line.body, set: { ...line.body.set, title: '无' } } })),
    ],
    ['another salt', (parcel) => alter(parcel, 1, (line) => ({ ...line, salt: 'AAAAAAAAAAAAAAAAAAAAAA' }))],
    ['a short salt', (parcel) => alter(parcel, 1, (line) => ({ ...line, salt: 'AAAA' }))],
    [
      'an altered clock',
      (parcel) => alter(parcel, 0, (line) => ({ ...line, header: { ...line.header, clock: '9999999999999-0000' } })),
    ],
    ['an altered number', (parcel) => alter(parcel, 1, (line) => ({ ...line, header: { ...line.header, number: 3 } }))],
    [
      'a header of another log',
      (parcel) => alter(parcel, 1, (line) => ({ ...line, header: { ...line.header, log: line.header.operation } })),
    ],
    ['lines in another order', (parcel) => ({ ...parcel, lines: parcel.lines.toReversed() })],
    ['a line left out', (parcel) => ({ ...parcel, lines: parcel.lines.slice(0, 1) })],
    ['a line too many', (parcel) => ({ ...parcel, lines: [...parcel.lines, ...parcel.lines.slice(1)] })],
    ['an unknown key in a line', (parcel) => alter(parcel, 0, (line) => Object.assign({}, line, { extra: 1 }))],
  ]
  test.each(forgeries)('with %s is refused, and nothing is written', async (_, forge) => {
    await makeFinding(team)
    await enrol(world, headquarters, team)
    const before = await dump(headquarters.store)
    const forged = forge(await everything())
    await expect(carry(world, headquarters, forged)).rejects.toThrow(new Problem('package.damaged', {}))
    expect(await dump(headquarters.store)).toEqual(before)
  })

  test('whose head another key signed is refused', async () => {
    await makeFinding(team)
    const stranger = await createReplica(world, 'stranger')
    world.logKeys.set(team.log, world.logKeys.get(stranger.log) ?? '')
    await expect(carry(world, headquarters, await everything())).rejects.toThrow(new Problem('log.headInvalid', {}))
  })

  test('that claims a known log under another key is refused', async () => {
    await makeFinding(team)
    await carry(world, headquarters, await everything())
    const stranger = await createReplica(world, 'stranger')
    const birth = { ...team.birth, publicKey: stranger.birth.publicKey }
    const claim = headquarters.store.write((tx) => addLog(tx, { birth, kind: 'other' }))
    await expect(claim).rejects.toThrow(new Problem('log.headInvalid', {}))
  })
})

type Present = Extract<ChangeLine, { state: 'present' }>

function alter(parcel: Package, place: number, change: (line: Present) => Present): Package {
  const lines = parcel.lines.map((line, at) => (at === place && line.state === 'present' ? change(line) : line))
  return { ...parcel, lines }
}

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

describe('decisions of the importer', () => {
  test('declining a change takes it out of the tables, and not out of the log', async () => {
    await enrol(world, headquarters, team)
    const { finding } = await makeFinding(team)
    const [change = ''] = await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要' } }])
    await carry(world, headquarters, await everything())
    await headquarters.write([{ entity: 'changeDeclined', id: world.newId(), set: { change, reason: '不实' } }])
    expect(await find(headquarters, finding)).toMatchObject({ title: '为税不廉' })
    expect(await headquarters.store.read((tx) => headOf(tx, team.log))).toMatchObject({ number: 3 })
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
  })

  test('withdrawing an import brings the tables back, and what another package brought too stays', async () => {
    await enrol(world, headquarters, team)
    const first = await makeFinding(team)
    const early = await everything()
    await carry(world, headquarters, early)
    const second = await makeFinding(team)
    await carry(world, headquarters, await pack(world, team, [{ log: team.log, from: 2 }]))
    const [one, two] = await headquarters.store.read((tx) => listEvents(tx, 'packageAccepted'))
    const withdraw = (parent = '') =>
      headquarters.write([{ entity: 'packageWithdrawn', id: world.newId(), parent, set: { reason: '误导入' } }])
    await withdraw(one?.id)
    expect(await headquarters.store.read((tx) => findRow(tx, 'visit', first.visit))).toBeUndefined()
    expect(await find(headquarters, first.finding)).toMatchObject({ title: '为税不廉' })
    await withdraw(two?.id)
    expect(await find(headquarters, first.finding)).toBeUndefined()
    expect(await find(headquarters, second.finding)).toBeUndefined()
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
    await carry(world, headquarters, early)
    expect(await find(headquarters, first.finding)).toMatchObject({ title: '为税不廉' })
    expect(await find(headquarters, second.finding)).toBeUndefined()
  })
})

test('a clock more than a day ahead is marked and not adopted', async () => {
  await enrol(world, headquarters, team)
  const fast = await createReplica(world, 'fast', ['组长'], 25 * 3_600_000)
  await enrol(world, headquarters, fast)
  await makeFinding(fast)
  await makeFinding(team)
  await carry(world, headquarters, await pack(world, fast, [{ log: fast.log }]))
  await carry(world, headquarters, await everything())
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
  const { finding } = await makeFinding(team)
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
