import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import type { RowDraft } from '../../electron/store/change/said.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { listRefused } from '../../electron/store/change/quarantine.ts'
import { entities } from '../../electron/contract/catalogue/catalogue.ts'
import { selectLines } from '../../electron/store/imports/exporting.ts'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import { findThumbnail, putThumbnail } from '../../electron/store/local/localThumbnail.ts'
import { loadChangesOf } from '../../electron/store/log/storedChange.ts'
import { findingsHolding, listAllEvidence } from '../../electron/store/query/evidence.ts'
import { type FindingFilter, listFindings } from '../../electron/store/query/finding.ts'
import { highestOrdinal } from '../../electron/store/query/ordinal.ts'
import { listVisits } from '../../electron/store/query/visit.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { conflictsOf, countRows, findRow, headsOf, historyOf, listRows } from '../../electron/store/row/rows.ts'
import type { ReadTx, Store } from '../../electron/store/store.ts'
import { makeFinding } from './parties.ts'
import { openPostgresStore } from './postgresStore.ts'
import {
  accept,
  createReplica,
  createWorld,
  enrol,
  foundReplica,
  pack,
  type Package,
  type Replica,
  stage,
  type World,
} from './world.ts'

/**
 * Decision 51: the same code on both engines. One headquarters on each, with the same clock, ids and key, takes in the
 * same packages; whatever is asked, both answer the same.
 */
let field: World
let packages: readonly Package[]
let teams: readonly [Replica, Replica]
const ids = { visit: '', finding: '', disputed: '', photo: 'ab'.repeat(32) }

type Side = { readonly world: World; readonly headquarters: Replica; readonly plans: readonly object[] }
let sqlite: Side
let postgres: Side

beforeAll(async () => {
  field = createWorld('field')
  teams = [await createReplica(field, 'first'), await createReplica(field, 'second')]
  packages = await fieldWork()
  const key = createLogKey()
  sqlite = await sideOn((world) => world.open('headquarters', { create: true }), key)
  postgres = await sideOn((world) => openPostgresStore(world, 'headquarters'), key)
}, 180_000)
afterAll(async () => {
  await postgres.headquarters.store.close()
  for (const world of [field, sqlite.world, postgres.world]) await world.end()
})

const texts = ['为税不廉，收受礼品。', '窗口无人，纳税人等候四十分钟', '赟、頔、䶮、𠮷野在场', 'ＣＴＡＩＳ 2.0 报错 _%']

/** What a team found, then an edit and a removal of it, then what a team found that is not enrolled yet. */
async function fieldWork(): Promise<readonly Package[]> {
  const [first, second] = teams
  const unit = field.newId()
  const visits = [field.newId(), field.newId()]
  const findings = texts.map((fact, place) => ({ id: field.newId(), fact, place }))
  ids.visit = visits[0] ?? ''
  ids.finding = findings[0]?.id ?? ''
  ids.disputed = findings[1]?.id ?? ''
  await first.write([
    { entity: 'unit', id: unit, set: { name: '甲县国家税务局', code: '1370102' } },
    ...visits.map((id, place): RowDraft => ({
      entity: 'visit',
      id,
      set: { ordinal: place + 1, unit, mode: place === 0 ? '明察' : '暗访', place: 'Hall_1' },
    })),
    ...findings.map(({ id, fact, place }): RowDraft => ({
      entity: 'finding',
      id,
      parent: visits[place % 2] ?? '',
      set: { ordinal: place + 1, fact, severity: place + 1, ...(place < 2 && { position: `a${place}` }) },
    })),
    ...['现场甲.jpg', '现场乙.JPG'].map((fileName, place): RowDraft => ({
      entity: 'evidence',
      id: field.newId(),
      parent: findings[place * 2]?.id ?? '',
      set: { ordinal: place + 1, content: ids.photo, size: 3_000_000_000, mediaType: 'image/jpeg', fileName },
    })),
  ])
  const all = await pack(field, first, [{ log: first.log }])
  await first.write([{ entity: 'finding', id: ids.disputed, set: { title: '擅离岗位' } }])
  await first.write([{ entity: 'finding', id: findings[3]?.id ?? '', set: { removed: true, removedReason: '误' } }])
  const { visit } = await makeFinding(field, second)
  await second.write([{ entity: 'visit', id: visit, set: { unit, place: '大厅' } }])
  const later = await pack(field, first, [{ log: first.log, from: all.lines.length + 1 }])
  return [all, later, await pack(field, second, [{ log: second.log }])]
}

async function sideOn(open: (world: World) => Promise<Store>, key: ReturnType<typeof createLogKey>): Promise<Side> {
  const world = createWorld('headquarters')
  const roles = ['系统管理员', '组长'] as const
  const headquarters = await foundReplica(world, await open(world), { name: 'headquarters', roles, key })
  await enrol(world, headquarters, teams[0], { letter: 'B' })
  const plans: object[] = []
  for (const parcel of packages) {
    const importId = await stage(world, headquarters, parcel)
    plans.push(await planImport(headquarters.store, importId))
    await accept(world, headquarters, importId)
    // Before the team's own edit of the same field comes.
    if (plans.length === 1) await headquarters.write([{ entity: 'finding', id: ids.disputed, set: { title: '脱岗' } }])
  }
  return { world, headquarters, plans }
}

async function onBoth<T>(ask: (tx: ReadTx) => Promise<T>): Promise<readonly [T, T]> {
  return [await sqlite.headquarters.store.read(ask), await postgres.headquarters.store.read(ask)]
}

const list = (filter: Partial<FindingFilter>) => (tx: ReadTx) => listFindings(tx, { limit: 10, ...filter })

describe('both engines', () => {
  test('say the same before an import is accepted', () => {
    expect(postgres.plans).toEqual(sqlite.plans)
    expect(sqlite.plans).toMatchObject([{ added: 9 }, { updated: 2, conflicts: 1 }, { refused: [{}, {}, {}] }])
  })

  test.each([...entities, 'change', 'log', 'logHead', 'local_import', 'local_searchDocument'] as const)(
    'hold the same rows in %s',
    async (table) => {
      const [one, other] = await onBoth(async (tx) => {
        const rows = await tx.db
          .selectFrom<'change'>(table as 'change')
          .selectAll()
          .execute()
        return rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted()
      })
      expect(other).toEqual(one)
    },
  )

  const asked: readonly (readonly [string, (tx: ReadTx) => Promise<unknown>])[] = [
    ['a list of findings, newest first', list({})],
    ['its second page', list({ limit: 2, offset: 1 })],
    ['a list with filters', list({ severity: 2, mode: '暗访', text: '窗口' })],
    ['what is missing, and what is disputed', list({ state: '冲突' })],
    ['visits by a part of a word, its signs taken literally', (tx) => listVisits(tx, { text: 'hall_', limit: 5 })],
    ['evidence by its file name', (tx) => listAllEvidence(tx, { text: '.jpg', limit: 5 })],
    ['who else holds the same bytes', (tx) => findingsHolding(tx, ids.photo, ids.finding)],
    ['rows by position, those without one first', (tx) => listRows(tx, 'finding', { includeRemoved: true })],
    ['the changes that a form has seen', (tx) => headsOf(tx, 'finding', ids.disputed)],
    ['two values of a field', (tx) => conflictsOf(tx, 'finding', ids.disputed)],
    ['the history of a row', (tx) => historyOf(tx, 'finding', ids.disputed)],
    ['changes of several ids', (tx) => loadChangesOf(tx, [ids.visit, ids.finding, ids.disputed])],
    ['the highest ordinal of a log', (tx) => highestOrdinal(tx, 'finding', { log: teams[0].log, parent: ids.visit })],
    ['how many there are', (tx) => countRows(tx, 'finding')],
    ['events in their order', (tx) => listEvents(tx, 'grant')],
    ['what is in quarantine', (tx) => listRefused(tx)],
    ['a stretch of a log', (tx) => collect(selectLines(tx, [{ log: teams[0].log, from: 2, to: 7, bodiesFrom: 4 }]))],
  ]
  test.each(asked)('answer the same: %s', async (_, ask) => {
    const [one, other] = await onBoth(ask)
    expect(other).toEqual(one)
    expect(one).not.toEqual([])
  })

  const searched = ['税不', '廉', '四十分钟', '𠮷野', 'ctais', '人 收受', '税局', '，。', '" OR *', '无人纳税']
  test.each(searched)('find the same by %s', async (text) => {
    const [one, other] = await onBoth(list({ text }))
    expect(other).toEqual(one)
  })

  test('write the same: a settled conflict, an emptied field, a team enrolled late, a small picture', async () => {
    for (const { world, headquarters } of [sqlite, postgres]) {
      await headquarters.write([{ entity: 'finding', id: ids.disputed, set: { title: '离岗', fact: '作风问题' } }])
      await headquarters.write([{ entity: 'visit', id: ids.visit, set: { place: null } }])
      await enrol(world, headquarters, teams[1], { letter: 'A' })
      await headquarters.store.write((tx) => putThumbnail(tx, ids.photo, Buffer.from('picture')))
    }
    const [one, other] = await onBoth(async (tx) => ({
      all: await listFindings(tx, { limit: 10 }),
      found: await listFindings(tx, { limit: 10, text: '作风' }),
      visit: await findRow(tx, 'visit', ids.visit),
      picture: Buffer.from((await findThumbnail(tx, ids.photo)) ?? []).toString(),
    }))
    expect(other).toEqual(one)
    expect(one).toMatchObject({
      all: { total: 4, rows: [{ number: 'A-001' }, {}, {}, {}] },
      found: { total: 1, rows: [{ title: '离岗', conflicted: false }] },
      visit: { place: null },
      picture: 'picture',
    })
  })

  test('make the same tables anew from the log', async () => {
    const before = await onBoth(list({}))
    for (const { headquarters } of [sqlite, postgres]) await rebuildTables(headquarters.store)
    expect(await onBoth(list({}))).toEqual(before)
    expect(await onBoth(list({ text: '作风' }))).toMatchObject([{ total: 1 }, { total: 1 }])
  })
})

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
