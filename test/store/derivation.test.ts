import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { derivedColumnsOf, rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { append, pieceSize } from '../../electron/store/change/changeLog.ts'
import type { RowDraft } from '../../electron/store/change/said.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { countMatches } from '../../electron/store/row/searchIndex.ts'
import { createPlan, type Derivation, type Follow } from '../../electron/store/row/derivation.ts'
import { plan } from '../../electron/store/row/derivations.ts'
import { foldEvents } from '../../electron/store/row/foldEvents.ts'
import { getRow } from '../../electron/store/row/rows.ts'
import type { GenericRow } from '../../electron/store/database/tables.ts'
import { loadRows } from '../../electron/store/row/projectRows.ts'
import type { ReadTx, WriteTx } from '../../electron/store/store.ts'
import { createParties, everythingOf, makeFinding } from './parties.ts'
import { carry, createReplica, dump, enrol, pack, type Replica, trust, type World } from './world.ts'

/** Derived columns follow all that they rest on, in whatever batch it comes (decisions.md 9). */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
})
afterEach(() => world.end())

type Case = { readonly visit: string; readonly finding: string; readonly evidence: readonly string[] }

/** A finding with two pieces of evidence, in the team's own words. */
async function makeCase(): Promise<Case> {
  const { visit, finding } = await makeFinding(world, team)
  const evidence = [world.newId(), world.newId()]
  await team.write(
    evidence.map((id, place) => ({ entity: 'evidence' as const, id, parent: finding, set: { ordinal: place + 1 } })),
  )
  return { visit, finding, evidence }
}

async function numbersAt(replica: Replica, { finding, evidence }: Case) {
  return replica.store.read(async (tx) => ({
    finding: (await getRow(tx, 'finding', finding)).number,
    evidence: await Promise.all(evidence.map(async (id) => (await getRow(tx, 'evidence', id)).number)),
  }))
}

async function sameAfterRebuild(replica: Replica): Promise<void> {
  const before = await dump(replica.store)
  await rebuildTables(replica.store)
  expect(await dump(replica.store)).toEqual(before)
}

describe('a number', () => {
  test('follows a letter to all that hangs on it, also where evidence comes in the same package', async () => {
    const made = await makeCase()
    await enrol(world, headquarters, team)
    const peer = await createReplica(world, 'peer')
    await trust(peer, headquarters)
    await hand(peer)
    expect((await numbersAt(peer, made)).finding).toContain('临')
    await headquarters.write([{ entity: 'letter', id: world.newId(), set: { log: team.log, letter: 'B' } }])
    await team.write([{ entity: 'evidence', id: world.newId(), parent: made.finding, set: { ordinal: 3 } }])
    await hand(peer, 5)
    expect(await numbersAt(peer, made)).toEqual({
      finding: 'B-001',
      evidence: ['B001-01', 'B001-02'],
    })
    expect(await peer.store.read((tx) => countMatches(tx, 'B-001'))).toBe(1)
    await sameAfterRebuild(peer)
  })

  test('of evidence follows its finding to another visit, the visit to another unit, the code and the campaign', async () => {
    const made = await makeCase()
    const [unit, campaign] = [world.newId(), world.newId()]
    const steps: readonly (readonly [string, Parameters<Replica['write']>[0], string])[] = [
      ['a unit', [{ entity: 'visit', id: made.visit, set: { unit } }], ''],
      [
        'its row, which comes later',
        [{ entity: 'unit', id: unit, set: { name: '甲县国税局', code: '13501' } }],
        '13501-',
      ],
      ['another name', [{ entity: 'unit', id: unit, set: { name: '甲县税务局' } }], '13501-'],
      ['another code', [{ entity: 'unit', id: unit, set: { code: '13502' } }], '13502-'],
      ['a campaign', [{ entity: 'campaign', id: campaign, set: { name: '专项', preset: '137' } }], '13502-'],
      ['the visit in it', [{ entity: 'visit', id: made.visit, set: { campaign } }], '137-13502-'],
      ['no preset', [{ entity: 'campaign', id: campaign, set: { preset: null } }], '13502-'],
    ]
    const finding = `临${team.log.slice(-4)}-001`
    for (const [what, drafts, stem] of steps) {
      await team.write(drafts)
      expect({ what, ...(await numbersAt(team, made)) }).toEqual({
        what,
        finding,
        evidence: [`${stem}${finding}-01`, `${stem}${finding}-02`],
      })
    }
    await sameAfterRebuild(team)
  })
})

describe('what a finding misses', () => {
  test('follows evidence that comes and goes', async () => {
    const made = await makeCase()
    const missing = async () => (await team.store.read((tx) => getRow(tx, 'finding', made.finding))).missing
    const whole = await missing()
    const [first = '', second = ''] = made.evidence
    await team.write([{ entity: 'evidence', id: first, set: { removed: true, removedReason: '误' } }])
    expect(await missing()).toBe(whole)
    await team.write([{ entity: 'evidence', id: second, set: { removed: true, removedReason: '误' } }])
    expect(await missing()).toBe(whole + 1)
    await team.write([{ entity: 'evidence', id: first, set: { removed: null, removedReason: null } }])
    expect(await missing()).toBe(whole)
  })
})

describe('the cost of following', () => {
  test('is none where nothing that is looked at has changed, and two statements for each new piece of evidence', async () => {
    const { visit, finding } = await makeCase()
    const pieces = (count: number) =>
      Array.from({ length: count }, (_, place) => ({
        entity: 'evidence' as const,
        id: world.newId(),
        parent: finding,
        set: { ordinal: 10 + place },
      }))
    // As many as are written in one piece
    const three = await statementsOf(pieces(3))
    expect((await statementsOf(pieces(pieceSize))) - three).toBe(2 * (pieceSize - 3))
    const place = await statementsOf([{ entity: 'visit', id: visit, set: { place: '大厅' } }])
    await team.write(pieces(30))
    expect(await statementsOf([{ entity: 'visit', id: visit, set: { place: '二楼' } }])).toBe(place)
  })
})

async function statementsOf(drafts: readonly RowDraft[]): Promise<number> {
  let count = 0
  world.tick()
  await team.store.write((tx) => {
    const counting: WriteTx = {
      ...tx,
      run: (query, values) => {
        count += 1
        return tx.run(query, values)
      },
    }
    const { log, person: author } = team
    return append(counting, { log, operation: world.newId(), author, at: world.instant(), drafts })
  })
  return count
}

describe('a plan', () => {
  const none: Derivation['reckon'] = () => Promise.resolve(new Map())
  const on = (noun: Follow['noun'], column: string): Follow => ({ noun, columns: [column], from: 'id', way: [] })

  test('puts each derivation after those that it rests on, whatever the order of the nouns', () => {
    const first = { columns: ['number'], follows: [on('document', 'state')], reckon: none }
    const then = { columns: ['state'], follows: [], reckon: none }
    expect(createPlan({ visit: [first], document: [then] }).steps.map(({ noun }) => noun)).toEqual([
      'document',
      'visit',
    ])
  })

  test('refuses a circle', () => {
    const one = { columns: ['number'], follows: [on('document', 'state')], reckon: none }
    const other = { columns: ['state'], follows: [on('visit', 'number')], reckon: none }
    expect(() => createPlan({ visit: [one], document: [other] })).toThrow('rest on one another: visit, document')
  })

  /** Not derived: the changes themselves say them. */
  const fromTheChange = new Set(['numberLog', 'parentEntity'])

  test('derives just the columns that the catalogue names', () => {
    const named = rowEntities.map((noun) => [noun, Object.keys(derivedColumnsOf(noun))] as const)
    expect(rowEntities.map((noun) => [noun, plan.of(noun).flatMap(({ columns }) => columns)])).toEqual(
      named.map(([noun, columns]) => [noun, columns.filter((column) => !fromTheChange.has(column))]),
    )
  })
})

describe('events that fold into columns of their row', () => {
  const folded = foldEvents({
    noun: 'document',
    events: ['documentFrozen', 'documentSigner', 'documentSigned'],
    columns: ['state'],
    fold: ({ documentFrozen, documentSigner, documentSigned }) => ({
      state: `${documentFrozen.map(({ version }) => version).join()} ${documentSigned.length}/${documentSigner.length}`,
    }),
  })

  test('are gathered for many rows at once, with those under other events, in the order of the log', async () => {
    const { visit } = await makeFinding(world, team)
    const [memo, other, first, second, signer] = [
      world.newId(),
      world.newId(),
      world.newId(),
      world.newId(),
      world.newId(),
    ]
    await team.write([
      { entity: 'document', id: memo, parent: visit, set: {} },
      { entity: 'document', id: other, parent: visit, set: {} },
      { entity: 'documentFrozen', id: second, parent: memo, set: { version: 2 } },
      { entity: 'documentFrozen', id: first, parent: memo, set: { version: 1 } },
      { entity: 'documentSigner', id: signer, parent: first, set: { name: '张三' } },
      { entity: 'documentSigned', id: world.newId(), parent: first, set: { signer } },
    ])
    const reckoned = await team.store.read(async (tx) =>
      folded.reckon(tx, [await getStored(tx, memo), await getStored(tx, other)], new Map()),
    )
    expect([...reckoned]).toEqual([
      [memo, { state: '2,1 1/1' }],
      [other, { state: ' 0/0' }],
    ])
  })

  test('make the row due from any depth', () => {
    expect(folded.follows).toEqual([
      { noun: 'documentFrozen', from: 'parent', way: [] },
      { noun: 'documentSigner', from: 'parent', way: [{ of: 'documentFrozen', at: 'parent' }] },
      { noun: 'documentSigned', from: 'parent', way: [{ of: 'documentFrozen', at: 'parent' }] },
    ])
  })

  test('cannot stand apart from it', () => {
    const apart = { noun: 'finding', events: ['documentFrozen'], columns: [], fold: () => ({}) } as const
    expect(() => foldEvents(apart)).toThrow('documentFrozen stands neither under finding')
  })
})

/** What headquarters holds of its own log and of the team's from a number on, in one package. */
async function hand(to: Replica, from = 1): Promise<void> {
  await carry(world, headquarters, await everythingOf(world, team))
  await carry(
    world,
    to,
    await pack(world, headquarters, [
      { log: headquarters.log, from: Math.min(from, 4) },
      { log: team.log, from },
    ]),
  )
}

async function getStored(tx: ReadTx, memo: string): Promise<GenericRow> {
  const row = (await loadRows(tx, 'document', [memo])).get(memo)
  if (row === undefined) throw new Error('no such memo')
  return row
}
