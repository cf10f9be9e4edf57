import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listFindings, type FindingFilter } from '../../electron/store/query/finding.ts'
import { listVisits } from '../../electron/store/query/visit.ts'
import { createReplica, createWorld, type Replica, type World } from './world.ts'

let world: World
let team: Replica
const ids = new Map<string, string>()
beforeEach(async () => {
  world = createWorld()
  team = await createReplica(world, 'team')
  const units = { 甲县国家税务局: world.newId(), 乙县地方税务局: world.newId() }
  const visits = { 甲: world.newId(), 乙: world.newId() }
  const findings = [
    ['廉', '甲', { title: '纪律', fact: '个别人员为税不廉，收受礼品。', severity: 4 }],
    ['岗', '甲', { title: '擅离岗位', fact: '窗口无人。纳税人等候四十分钟', severity: 2 }],
    ['字', '乙', { title: '姓名', fact: '赟、頔、䶮、𠮷野四人在场', severity: 2 }],
    ['界', '乙', { title: '句读', fact: '查国税。局长不在', severity: 1 }],
    ['文', '乙', { title: 'OCR', fact: '系统 ＣＴＡＩＳ 2.0 报错 <script>alert(1)</script>', severity: 1 }],
  ] as const
  await team.write([
    ...Object.entries(units).map(([name, id]) => ({ entity: 'unit' as const, id, set: { name } })),
    { entity: 'visit', id: visits.甲, set: { ordinal: 1, unit: units.甲县国家税务局, mode: '明察', place: '大厅_1' } },
    { entity: 'visit', id: visits.乙, set: { ordinal: 2, unit: units.乙县地方税务局, mode: '暗访' } },
  ])
  for (const [place, [name, visit, set]] of findings.entries()) {
    const id = world.newId()
    ids.set(name, id)
    ids.set(`visit ${visit}`, visits[visit])
    await team.write([{ entity: 'finding', id, parent: visits[visit], set: { ...set, ordinal: place + 1 } }])
  }
  ids.set('unit 甲', units.甲县国家税务局)
})
afterEach(() => world.end())

async function found(filter: Partial<FindingFilter>): Promise<readonly (string | undefined)[]> {
  const page = await team.store.read((tx) => listFindings(tx, { limit: 50, ...filter }))
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  return page.rows.map(({ id }) => names.get(id))
}

describe('searching', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['税不', ['廉']],
    ['为税不廉', ['廉']],
    ['廉', ['廉']],
    ['岗位', ['岗']],
    ['四十分钟', ['岗']],
    ['赟', ['字']],
    ['䶮', ['字']],
    ['𠮷野', ['字']],
    ['𠮷', ['字']],
    ['ctais', ['文']],
    ['alert', ['文']],
    ['人 收受', ['廉']],
    // Not across the full stop: 国税。局长 holds no 税局.
    ['税局', []],
    ['，。', []],
    ['" OR *', []],
    ['不存在的话', []],
  ]
  test.each(cases)('%s finds %j', async (text, expected) => {
    expect(await found({ text })).toEqual(expected)
  })

  test('finds by number', async () => {
    expect(await found({ text: `临${team.log.slice(-4)}-003` })).toEqual(['字'])
  })

  test('follows an edit and a removal', async () => {
    const id = ids.get('廉') ?? ''
    await team.write([{ entity: 'finding', id, set: { fact: '改为作风问题' } }])
    expect(await found({ text: '税不' })).toEqual([])
    expect(await found({ text: '作风' })).toEqual(['廉'])
    await team.write([{ entity: 'finding', id, set: { removed: true, removedReason: '误' } }])
    expect(await found({ text: '作风' })).toEqual([])
    await team.write([{ entity: 'finding', id, set: { removed: null, removedReason: null } }])
    expect(await found({ text: '作风' })).toEqual(['廉'])
  })

  test('counts what it finds, without the removed, and turns the pages of it', async () => {
    const list = (filter: Partial<FindingFilter>) => team.store.read((tx) => listFindings(tx, { limit: 1, ...filter }))
    const first = await list({ text: '窗口' })
    expect(first).toMatchObject({ total: 1, rows: [{}], next: undefined })
    await team.write([{ entity: 'finding', id: ids.get('字') ?? '', set: { fact: '另一处窗口' } }])
    const [newest, oldest] = [await list({ text: '窗口' }), await list({ text: '窗口', after: ids.get('字') })]
    expect([newest.total, newest.rows[0]?.id, newest.next]).toEqual([2, ids.get('字'), ids.get('字')])
    expect([oldest.total, oldest.rows[0]?.id, oldest.next]).toEqual([2, ids.get('岗'), undefined])
    await team.write([{ entity: 'finding', id: ids.get('字') ?? '', set: { removed: true } }])
    expect([(await list({ text: '窗口' })).total, (await list({})).total]).toEqual([1, 4])
  })
})

describe('listing', () => {
  const cases: readonly (readonly [string, () => Partial<FindingFilter>, readonly string[]])[] = [
    ['all, newest first', () => ({}), ['文', '界', '字', '岗', '廉']],
    ['blank text is no filter', () => ({ text: '  ' }), ['文', '界', '字', '岗', '廉']],
    ['one visit', () => ({ visit: ids.get('visit 甲') ?? '' }), ['岗', '廉']],
    ['one unit', () => ({ unit: ids.get('unit 甲') ?? '' }), ['岗', '廉']],
    ['one mode', () => ({ mode: '暗访' }), ['文', '界', '字']],
    ['one severity', () => ({ severity: 2 }), ['字', '岗']],
    ['filters together', () => ({ severity: 2, mode: '明察', text: '窗口' }), ['岗']],
  ]
  test.each(cases)('%s', async (_, filter, expected) => {
    expect(await found(filter())).toEqual(expected)
  })

  test('turns pages without gap or repeat, and counts all', async () => {
    const first = await team.store.read((tx) => listFindings(tx, { limit: 2 }))
    expect(first).toMatchObject({ total: 5, rows: [{ evidence: 0, unitName: '乙县地方税务局', mode: '暗访' }, {}] })
    const second = await team.store.read((tx) => listFindings(tx, { limit: 2, after: first.next }))
    const third = await team.store.read((tx) => listFindings(tx, { limit: 2, after: second.next }))
    expect(third.next).toBeUndefined()
    const all = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))
    expect(new Set(all).size).toBe(5)
    expect(all).toEqual(all.toSorted().toReversed())
  })

  test('any place of a list is reached without the pages before it', async () => {
    const all = await found({})
    for (const offset of [0, 1, 3, 4]) expect(await found({ limit: 2, offset })).toEqual(all.slice(offset, offset + 2))
    const beyond = await team.store.read((tx) => listFindings(tx, { limit: 2, offset: 5 }))
    expect(beyond).toEqual({ rows: [], total: 5, next: undefined })
    const within = await team.store.read((tx) => listFindings(tx, { limit: 2, offset: 2, severity: 1 }))
    expect(within).toMatchObject({ rows: [], total: 2 })
    expect(await found({ limit: 1, offset: 1, text: '一' })).toEqual([])
    const visits = await team.store.read((tx) => listVisits(tx, { limit: 1, offset: 1 }))
    expect(visits).toMatchObject({
      total: 2,
      rows: [{ id: ids.get('visit 甲'), unitName: '甲县国家税务局', findings: 2 }],
    })
  })

  test('what misses something, and what stands in conflict', async () => {
    expect(await found({ state: '缺项' })).toHaveLength(5)
    const id = ids.get('岗') ?? ''
    await team.write([{ entity: 'finding', id, set: { title: '甲说' }, replaces: { title: [] } }])
    expect(await found({ state: '冲突' })).toEqual(['岗'])
    await team.store.write((tx) => tx.db.updateTable('finding').set({ missing: 0 }).where('id', '=', id).execute())
    expect(await found({ state: '缺项' })).toEqual(['文', '界', '字', '廉'])
  })

  test('visits turn pages too, by mode or all', async () => {
    const page = (after?: string) => team.store.read((tx) => listVisits(tx, { limit: 1, after }))
    const first = await page()
    expect(first).toMatchObject({ total: 2, rows: [{ id: ids.get('visit 乙') }] })
    expect(await page(first.next)).toMatchObject({ rows: [{ id: ids.get('visit 甲') }], next: undefined })
    const covert = await team.store.read((tx) => listVisits(tx, { limit: 10, mode: '暗访' }))
    expect(covert.rows.map(({ id }) => id)).toEqual([ids.get('visit 乙')])
  })

  test('finds visits by unit and place, with the signs of the pattern taken literally', async () => {
    const visits = async (text?: string) => (await team.store.read((tx) => listVisits(tx, { text, limit: 10 }))).rows
    expect(await visits()).toHaveLength(2)
    expect(await visits('甲县')).toMatchObject([{ id: ids.get('visit 甲') }])
    expect(await visits('厅_')).toMatchObject([{ id: ids.get('visit 甲') }])
    expect(await visits('%')).toEqual([])
  })
})
