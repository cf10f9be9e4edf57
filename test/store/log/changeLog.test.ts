import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isProblem } from '../../../electron/contract/problem/problem.ts'
import { canonicalJson } from '../../../electron/crypto/canonicalJson.ts'
import { hashBodyText, hashHeader } from '../../../electron/crypto/change.ts'
import type { RowDraft } from '../../../electron/store/change/said.ts'
import { firstClock, isAhead, nextClock } from '../../../electron/store/log/clock.ts'
import { listEvents } from '../../../electron/store/row/events.ts'
import { selectLines } from '../../../electron/store/imports/exporting.ts'
import { headOf, signedHeadOf, signHeads } from '../../../electron/store/log/log.ts'
import { highestOrdinal } from '../../../electron/store/query/ordinal.ts'
import { conflictsOf, findRow, getRow, headsOf, historyOf, listRows } from '../../../electron/store/row/rows.ts'
import { createReplica, createWorld, dump, type Replica, type World } from '../world.ts'

let world: World
let team: Replica
let visit: string
let finding: string
beforeEach(async () => {
  world = createWorld()
  team = await createReplica(world, 'team')
  visit = world.newId()
  finding = world.newId()
  await team.write([
    { entity: 'visit', id: visit, set: { ordinal: 1, mode: '明察', visitedOn: '2014-11-25' } },
    { entity: 'finding', id: finding, parent: visit, set: { ordinal: 12, title: '为税不廉', fact: '收受礼品。' } },
  ])
})
afterEach(() => world.end())

const show = () => team.store.read((tx) => getRow(tx, 'finding', finding))
const edit = (set: RowDraft['set'], replaces?: Readonly<Record<string, readonly string[]>>) =>
  team.write([{ entity: 'finding', id: finding, set, ...(replaces && { replaces }) } as RowDraft])
const count = () => team.store.read((tx) => headOf(tx, team.log)).then((head) => head?.number)

describe('append', () => {
  test('makes a row with every field under one change', async () => {
    const row = await show()
    expect(row).toMatchObject({
      title: '为税不廉',
      parent: visit,
      heads: null,
      conflicted: false,
      removed: null,
      clue: null,
    })
    expect(row.number).toBe(`临${team.log.slice(-4)}-012`)
    const heads = await team.store.read((tx) => headsOf(tx, 'finding', finding))
    expect(new Set(Object.values(heads).flat())).toEqual(new Set([row.change]))
  })

  test('writes only what differs, and nothing at all where nothing does', async () => {
    expect(await edit({ title: '为税不廉', fact: '收受礼品。' })).toEqual([])
    expect(await count()).toBe(2)
    const [change] = await edit({ title: '为税不廉', fact: '收受购物卡。', clue: false })
    const history = await team.store.read((tx) => historyOf(tx, 'finding', finding))
    expect(history.at(-1)).toMatchObject({
      change,
      set: { fact: '收受购物卡。', clue: false },
      number: 3,
      log: team.log,
    })
    expect(await show()).toMatchObject({ fact: '收受购物卡。', clue: false })
  })

  test('makes a visible conflict of a save over an edit that arrived meanwhile, and keeps both values', async () => {
    const seen = await team.store.read((tx) => headsOf(tx, 'finding', finding))
    await edit({ title: '甲' })
    await edit({ title: '乙' }, seen)
    expect(await show()).toMatchObject({ title: '乙', conflicted: true })
    const conflicts = await team.store.read((tx) => conflictsOf(tx, 'finding', finding))
    expect(conflicts).toMatchObject([
      { field: 'title', values: [{ value: '乙', author: team.person, log: team.log }, { value: '甲' }] },
    ])
  })

  test('ends a conflict with a value that replaces all, also the one that is shown', async () => {
    const seen = await team.store.read((tx) => headsOf(tx, 'finding', finding))
    await edit({ title: '甲' })
    await edit({ title: '乙' }, seen)
    expect(await edit({ title: '乙' })).toEqual([])
    const both = await team.store.read((tx) => headsOf(tx, 'finding', finding))
    await edit({ title: '乙' }, { title: both['title'] ?? [] })
    expect(await show()).toMatchObject({ title: '乙', conflicted: false })
    expect(await team.store.read((tx) => conflictsOf(tx, 'finding', finding))).toEqual([])
  })

  test('takes an edit back with a new change that writes the old values', async () => {
    const before = await show()
    await edit({ title: '甲', severity: 4 })
    await edit({ title: before.title, severity: before.severity })
    expect(await show()).toMatchObject({ title: '为税不廉', severity: null })
    expect(await team.store.read((tx) => historyOf(tx, 'finding', finding))).toHaveLength(3)
  })

  test('sees in one operation what its earlier drafts wrote', async () => {
    await team.write([
      { entity: 'finding', id: finding, set: { title: '甲' } },
      { entity: 'finding', id: finding, set: { title: '乙' } },
    ])
    expect(await show()).toMatchObject({ title: '乙', conflicted: false })
  })

  test('removes by a mark with a reason, and never reuses the number', async () => {
    await edit({ removed: true, removedReason: '重复登记' })
    expect(await team.store.read((tx) => listRows(tx, 'finding', { parent: visit }))).toEqual([])
    expect(
      await team.store.read((tx) => listRows(tx, 'finding', { parent: visit, includeRemoved: true })),
    ).toHaveLength(1)
    const highest = await team.store.read((tx) => highestOrdinal(tx, 'finding', { log: team.log }))
    expect(highest).toBe(12)
  })

  test('counts what is missing anew when evidence comes and goes', async () => {
    const { missing } = await show()
    const id = world.newId()
    await team.write([{ entity: 'evidence', id, parent: finding, set: { ordinal: 3 } }])
    expect((await show()).missing).toBe(missing - 1)
    expect(await team.store.read((tx) => getRow(tx, 'evidence', id))).toMatchObject({
      number: `临${team.log.slice(-4)}-012-03`,
    })
    await team.write([{ entity: 'evidence', id, set: { removed: true, removedReason: '误拍' } }])
    expect((await show()).missing).toBe(missing)
  })

  test('gives evidence the code of the unit as soon as it is known', async () => {
    const [id, unit] = [world.newId(), world.newId()]
    await team.write([
      { entity: 'evidence', id, parent: finding, set: { ordinal: 3 } },
      { entity: 'visit', id: visit, set: { unit } },
    ])
    await team.write([{ entity: 'unit', id: unit, set: { code: '13701' } }])
    const { number } = await team.store.read((tx) => getRow(tx, 'evidence', id))
    expect(number).toBe(`13701-临${team.log.slice(-4)}-012-03`)
  })

  test('writes an event once', async () => {
    const memo = world.newId()
    const id = world.newId()
    const frozen = { entity: 'documentFrozen', id, parent: memo, set: { version: 1, code: 'ABCDEFGHIJ' } } as const
    await team.write([{ entity: 'document', id: memo, parent: visit, set: {} }, frozen])
    const events = await team.store.read((tx) => listEvents(tx, 'documentFrozen', { parent: memo }))
    expect(events).toMatchObject([{ id, parent: memo, version: 1, author: team.person, changeLog: team.log }])
    await expect(team.write([frozen])).rejects.toThrow('an event is written once')
  })
})

describe('what may not be written', () => {
  const refused: readonly (readonly [string, Record<string, string | number>, string])[] = [
    ['U+0000', { fact: '前\u0000后' }, 'fact'],
    ['a lone surrogate', { fact: '前\ud842后' }, 'fact'],
    ['20,001 characters', { fact: '实'.repeat(20_001) }, 'fact'],
    ['a field that does not exist', { colour: '红' }, 'colour'],
    ['a word that is no choice', { rectificationType: '以后再说' }, 'rectificationType'],
    ['a number out of range', { severity: 5 }, 'severity'],
    ['a fraction', { severity: 1.5 }, 'severity'],
    ['a date that is none', { occurredOn: '2014-02-30' }, 'occurredOn'],
  ]
  test.each(refused)('%s is refused with its field, and nothing is written', async (_, set, path) => {
    const before = await dump(team.store)
    const fresh = { entity: 'finding', id: world.newId(), parent: visit, set: { title: '好的' } } as const
    const draft = { entity: 'finding', id: finding, set } as RowDraft
    const error: unknown = await team.write([fresh, draft]).catch((caught: unknown) => caught)
    expect(isProblem(error) && error.kind).toBe('input.invalid')
    expect(isProblem(error) && error.details).toMatchObject({ fields: [{ path }] })
    expect(await dump(team.store)).toEqual(before)
    expect(await count()).toBe(2)
  })

  test('what the person has no role for is refused, and nothing is written', async () => {
    const letter = { entity: 'letter', id: world.newId(), set: { log: team.log, letter: 'A' } } as const
    const error: unknown = await team.write([letter]).catch((caught: unknown) => caught)
    expect(isProblem(error) && error.kind).toBe('permission.denied')
    expect(await count()).toBe(2)
    expect(await team.store.read((tx) => listEvents(tx, 'letter'))).toEqual([])
  })

  test('20,000 characters, the most a fact may have, fit into one change', async () => {
    await edit({ fact: '长'.repeat(20_000), ruleText: '\u0001'.repeat(4000) })
    expect((await show()).fact).toHaveLength(20_000)
  })
})

describe('text survives as it was written', () => {
  const texts = [
    '<script>alert("为税不廉")</script> & \'引号\' "双引号" -- ; drop table finding',
    '控制符\u0001\u0008\t\r\n\u001f\u007f\u0085\u200b\ufeff完',
    '生僻字 赟 頔 䶮 𠮷 与表情 👮🏽‍♂️',
    'é 与 e\u0301 不是同一串字节',
  ]
  test.each(texts)('%j', async (fact) => {
    await edit({ fact })
    expect((await show()).fact).toBe(fact)
    const line = await team.store.read(async (tx) => {
      for await (const found of selectLines(tx, [{ log: team.log, from: 3, to: 3, bodiesFrom: 1 }])) return found
      return undefined
    })
    expect(line).toMatchObject({ state: 'present', body: { set: { fact } } })
  })
})

describe('the chain', () => {
  test('runs over headers and holds the salted hash of each body', async () => {
    await edit({ title: '甲' })
    const rows = await team.store.read((tx) => tx.db.selectFrom('change').selectAll().orderBy('number').execute())
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(rows.slice(1).map(({ previous }) => previous)).toEqual(rows.slice(0, -1).map(({ hash }) => hash))
    for (const row of rows) {
      const { log, number, clock, operation, previous, schemaVersion, bodyHash } = row
      expect(hashHeader({ body: bodyHash, clock, log, number, operation, previous, schemaVersion })).toBe(row.hash)
      expect(hashBodyText(Buffer.from(row.salt ?? '', 'base64url'), row.body ?? '')).toBe(bodyHash)
      expect(canonicalJson(JSON.parse(row.body ?? ''))).toBe(row.body)
    }
    expect(new Set(rows.slice(0, 2).map(({ operation }) => operation)).size).toBe(1)
  })

  test('has a head that the log signs', async () => {
    const signed = await team.store.write((tx) => signHeads(tx, [team.log]))
    const head = await team.store.read((tx) => headOf(tx, team.log))
    expect(signed).toMatchObject([{ ...head, number: 2 }])
    expect(await team.store.read((tx) => signedHeadOf(tx, team.log))).toEqual(signed[0])
  })
})

describe('the clock', () => {
  test('never goes back, and counts inside one millisecond', () => {
    const now = new Date('2014-11-25T00:00:00.000Z')
    const first = nextClock('0000000000000-0000', now)
    expect(first).toBe(`${now.getTime()}-0000`)
    expect(nextClock(first, now)).toBe(`${now.getTime()}-0001`)
    expect(nextClock(first, new Date(now.getTime() - 5000))).toBe(`${now.getTime()}-0001`)
    expect(nextClock(`${now.getTime()}-ffff`, now)).toBe(`${now.getTime() + 1}-0000`)
  })

  test.each([1960, 2100, 2300])('is not led astray by a machine that believes it is %i', (year) => {
    const wrong = new Date(Date.UTC(year, 0, 1))
    expect(nextClock('1416873600000-0000', wrong)).toBe('1416873600000-0001')
    expect(nextClock(firstClock, wrong)).toBe('0000000000000-0001')
  })

  test('is ahead from one day and a millisecond on', () => {
    const now = new Date('2014-11-25T00:00:00.000Z')
    const day = 24 * 60 * 60 * 1000
    expect(isAhead(`${now.getTime() + day}-0000`, now)).toBe(false)
    expect(isAhead(`${now.getTime() + day + 1}-0000`, now)).toBe(true)
  })
})

test('a row that is not here is a Problem where it is needed', async () => {
  expect(await team.store.read((tx) => findRow(tx, 'unit', world.newId()))).toBeUndefined()
  const missing = team.store.read((tx) => getRow(tx, 'unit', world.newId()))
  await expect(missing).rejects.toMatchObject({ kind: 'record.notFound' })
})
