import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isProblem, problemText, type Problem } from '../../electron/contract/problem/problem.ts'
import { refusalText } from '../../electron/domain/rights/authorise.ts'
import { workspaceOf, type Client } from '../../electron/services/machine.ts'
import { loadIdentities } from '../../electron/store/query/identity.ts'
import { listVisits } from '../../electron/store/query/visit.ts'
import { countStatements } from '../store/countedStore.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { compileMemo, freeze, makeVisit as makeMemoVisit, photograph, recordFinding } from '../journeys/story.ts'
import { makeFinding, makeVisit } from './inspection.ts'

/** One unit, one person, one row: what exists is a question, and what is joined is one everywhere (decisions.md 64, 84). */
let world: World
let headquarters: Headquarters
let laptop: Laptop
let office: string

beforeAll(async () => {
  world = await createWorld({ seed: 'roster' })
  headquarters = await world.headquarters('总部')
  await headquarters.client.campaign.loadPreset({ preset: '137' })
  office = (await headquarters.client.unit.save({ set: { name: '临江县国家税务局', code: '14401120', level: '县' } }))
    .id
  laptop = await world.laptop('组长机', '组长')
  await world.enrol(headquarters, laptop, 'A')
})

afterAll(() => world.end())

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const failure = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!isProblem(failure)) throw new Error('a Problem was expected', { cause: failure })
  return failure
}

const ids = async (client: Client, noun: 'unit' | 'person') => (await client[noun].list()).map(({ id }) => id)

describe('a name or code that exists', () => {
  test.each([
    ['the same', { name: '临江县国家税务局' }, '名称'],
    ['with blanks that nobody sees', { name: ' 临江县\u00a0国家税务局\u200b' }, '名称'],
    ['the same code', { name: '临江局', code: '14401120' }, '代码'],
    ['the same code in full width with blanks', { name: '临江局', code: ' １４４０ １１２０\u3000' }, '代码'],
  ] as const)('is a question: %s', async (_, set, by) => {
    const before = await ids(laptop.client, 'unit')
    const { kind, details } = await problemOf(laptop.client.unit.save({ set }))
    expect({ kind, details }).toEqual({
      kind: 'roster.known',
      details: { label: '单位', by, known: [{ id: office, name: '临江县国家税务局', about: '代码 14401120，县' }] },
    })
    expect(await ids(laptop.client, 'unit')).toEqual(before)
  })

  test('is asked in a sentence', () => {
    const known = [{ id: office, name: '王敏', about: '第一检查组，科员' }]
    expect(problemText('roster.known', { label: '人员', by: '名称', known }).happened).toBe(
      '已有同名的人员：王敏（第一检查组，科员）。是同一个吗？',
    )
  })

  test('is asked of an edit where it makes the name another', async () => {
    const { id } = await laptop.client.unit.save({ set: { name: '沿江县局' } })
    expect((await problemOf(laptop.client.unit.save({ id, set: { name: '临江县国家税务局' } }))).kind).toBe(
      'roster.known',
    )
    await laptop.client.unit.save({ id, set: { name: '沿 江县局', level: '县' } })
    await laptop.client.unit.save({ id, set: { name: '临江县国家税务局' }, besides: [office] })
    await laptop.client.unit.save({ id, set: { name: '沿江县局' } })
  })

  test('is no question where the answer was given: two people of one name are two', async () => {
    const first = (await laptop.client.person.save({ set: { name: '张伟', post: '科员' } })).id
    const { details } = await problemOf(laptop.client.person.save({ set: { name: '张 伟' } }))
    expect(details).toEqual({ label: '人员', by: '名称', known: [{ id: first, name: '张伟', about: '科员' }] })
    const second = (await laptop.client.person.save({ set: { name: '张 伟' }, besides: [first] })).id
    expect(await ids(laptop.client, 'person')).toEqual(expect.arrayContaining([first, second]))
    expect((await problemOf(laptop.client.person.join({ one: first, other: second }))).kind).toBe('roster.joinRefused')
  })

  test.each(['\u3164', ' \u200b', '\u00ad\u2060'])(
    'a name in which nothing is to be seen is none: %j',
    async (name) => {
      expect((await problemOf(laptop.client.unit.save({ set: { name } }))).kind).toBe('input.invalid')
      expect((await problemOf(laptop.client.person.save({ set: { name } }))).kind).toBe('input.invalid')
    },
  )

  test('codes are kept without blanks; one of blanks is none', async () => {
    const { id } = await laptop.client.unit.save({ set: { name: '河口县局', code: ' 99 01\u00a0' } })
    const codeOf = async () => (await laptop.client.unit.list()).find((unit) => unit.id === id)?.code
    expect(await codeOf()).toBe('9901')
    await laptop.client.unit.save({ id, set: { code: ' \u200b ' } })
    expect(await codeOf()).toBeNull()
  })
})

describe('a unit that a team listed by hand', () => {
  let own: string
  let visit: string

  beforeAll(async () => {
    own = (await laptop.client.unit.save({ set: { name: '临江局', code: '14401120' }, besides: [office] })).id
    visit = await makeVisit(laptop, { unit: own })
    await makeFinding(laptop, visit)
  })

  test('stands after those of headquarters', async () => {
    const listed = await laptop.client.unit.list()
    const officials = listed.map(({ official }) => official)
    expect(officials).toEqual(officials.toSorted((a, b) => Number(b) - Number(a)))
    expect(listed.find(({ id }) => id === office)?.official).toBe(true)
    expect(listed.find(({ id }) => id === own)?.official).toBe(false)
  })

  test('is not joined to another of the team, nor to one of another name', async () => {
    const { id } = await laptop.client.unit.save({ set: { name: '山口县局' } })
    const sibling = (await laptop.client.unit.save({ set: { name: '山口县局' }, besides: [id] })).id
    for (const other of [office, sibling]) {
      expect((await problemOf(laptop.client.unit.join({ one: id, other }))).kind).toBe('roster.joinRefused')
    }
  })

  test('is counted by who uses it before it is joined', async () => {
    expect(await laptop.client.unit.uses({ ids: [own, office] })).toEqual([
      { id: own, visits: 1, papers: 0 },
      { id: office, visits: 0, papers: 0 },
    ])
  })

  test('joined, it is one row that is found by both names, everywhere under the name of headquarters', async () => {
    expect(await laptop.client.unit.join({ one: office, other: own })).toEqual({ id: office })
    const { client } = laptop
    const [row] = (await client.unit.list()).filter(({ id }) => id === office || id === own)
    expect(row).toMatchObject({ id: office, joined: [{ id: own, name: '临江局', code: '14401120' }] })
    expect(row?.initials.split(' ')).toEqual(['ljxgjswj', 'ljj'])
    const name = '临江县国家税务局'
    for (const text of [undefined, name, '临江局']) {
      expect(await client.visit.list({ text })).toMatchObject([{ id: visit, unit: office, unitName: name }])
    }
    const { id: mate } = await client.person.save({ set: { name: '同去的人', unit: own } })
    expect((await client.person.list()).find(({ id }) => id === mate)?.unit).toBe(office)
    expect((await client.visit.get({ id: visit })).visit).toMatchObject({ unit: office, unitName: name })
    for (const unit of [own, office]) {
      expect(await client.finding.list({ unit })).toMatchObject({ total: 1, findings: [{ unitName: name }] })
    }
    expect(await client.palette.find({ text: '临江局' })).toMatchObject([{ label: expect.stringContaining(name) }])
    expect(await client.home.summary()).toMatchObject({ incomplete: { findings: [{ unitName: name }] } })
  })

  test('is not joined twice, and says so', async () => {
    const { kind, details } = await problemOf(laptop.client.unit.join({ one: own, other: office }))
    expect({ kind, details }).toEqual({
      kind: 'roster.joinedAlready',
      details: { one: '临江局', other: '临江县国家税务局' },
    })
  })

  test('is the same at headquarters, which keeps its word when it takes it apart', async () => {
    expect(await world.carry(laptop, headquarters)).toMatchObject({ refused: [] })
    const joined = async () => (await headquarters.client.unit.list()).find(({ id }) => id === office)?.joined
    expect(await joined()).toEqual([{ id: own, name: '临江局', code: '14401120' }])
    await headquarters.client.unit.separate({ id: own })
    expect(await joined()).toEqual([])
    // The team has not heard of it and says it again.
    await laptop.client.unit.separate({ id: own })
    await laptop.client.unit.join({ one: own, other: office })
    const { refused } = await world.carry(laptop, headquarters)
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set([refusalText('joinSettled')]))
    expect(await joined()).toEqual([])
  })

  test('taken apart again is two rows, and the visit stays where it was', async () => {
    await laptop.client.unit.separate({ id: office })
    expect(await ids(laptop.client, 'unit')).toEqual(expect.arrayContaining([own, office]))
    expect(await laptop.client.visit.list({})).toMatchObject([{ unit: own, unitName: '临江局' }])
    expect((await problemOf(laptop.client.unit.separate({ id: own }))).kind).toBe('roster.apartRefused')
  })
})

describe('a visit with one person under two names', () => {
  test('has her once, who leads if she leads under either, and keeps her row', async () => {
    const { client } = laptop
    const name = (await client.person.list()).find(({ id }) => id === laptop.person)?.name ?? ''
    const double = (await client.person.save({ set: { name }, besides: [laptop.person] })).id
    const visit = await makeVisit(laptop, { unit: office, singleInspectorReason: null })
    const inspectors = [
      { person: double, role: '组员' },
      { person: laptop.person, role: '组长' },
    ] as const
    await client.visit.save({ id: visit, set: {}, inspectors: [...inspectors] })
    await client.person.join({ one: double, other: laptop.person })
    const { visit: shown, problems } = await client.visit.get({ id: visit })
    expect(shown.inspectors).toEqual([{ person: laptop.person, role: '组长' }])
    expect(problems.map(({ field }) => field)).toContain('inspectors')
  })
})

describe('a frozen paper', () => {
  let own: string
  let memo: string

  beforeAll(async () => {
    own = (await laptop.client.unit.save({ set: { name: '南口局', code: '14401130' } })).id
    const visit = await makeMemoVisit(laptop, { person: laptop.person }, own)
    await laptop.client.visit.save({ id: visit, set: { singleInspectorReason: '另一人请假' } })
    await photograph(laptop, await recordFinding(laptop, visit), 1)
    memo = await compileMemo(laptop, visit)
    await freeze(laptop, memo)
  })

  const outdated = async () => (await laptop.client.document.get({ id: memo })).versions[0]?.outdated

  async function joinedTo(name: string): Promise<string> {
    const { id } = await headquarters.client.unit.save({ set: { name, code: `9${(codes += 1)}` } })
    // What headquarters adds comes down with its next answer.
    await world.enrol(headquarters, laptop, 'A')
    return id
  }
  let codes = 0

  test('is not outdated by a join under the same name', async () => {
    const other = await joinedTo('南口 局')
    await laptop.client.unit.join({ one: own, other })
    expect((await laptop.client.unit.list()).find(({ id }) => id === other)?.joined).toHaveLength(1)
    expect(await outdated()).toEqual([])
    expect((await laptop.client.document.page({})).documents).toMatchObject([{ state: '已定稿', unitName: '南口 局' }])
    await laptop.client.unit.separate({ id: own })
  })

  test('is outdated by one under another name, and in force again once that is taken back', async () => {
    const other = await joinedTo('南口县国家税务局')
    await headquarters.client.unit.save({ id: other, set: { code: '14401130' }, besides: [own] })
    await world.enrol(headquarters, laptop, 'A')
    await laptop.client.unit.join({ one: own, other })
    expect(await outdated()).toEqual([{ what: '改', entity: 'unit', name: '单位', label: '单位名称' }])
    expect((await laptop.client.document.page({})).documents).toMatchObject([{ state: '已失效', changed: '改1处' }])
    await freeze(laptop, memo)
    expect((await laptop.client.document.get({ id: memo })).versions.map(({ state }) => state)).toEqual([
      '已失效',
      '已定稿',
    ])
    await laptop.client.unit.separate({ id: own })
    expect((await laptop.client.document.get({ id: memo })).versions.map(({ state }) => state)).toEqual([
      '已定稿',
      '已失效',
    ])
    expect((await laptop.client.document.page({})).documents).toMatchObject([{ state: '已失效' }])
  })
})

test('who stands for whom costs one statement where nobody is joined, six where somebody is, and once in a snapshot', async () => {
  const { store, count } = countStatements(workspaceOf(laptop).store)
  const costOf = async (noun: 'unit' | 'person') => {
    const before = count()
    await store.read(async (tx) => {
      await loadIdentities(tx, noun)
      await loadIdentities(tx, noun)
    })
    return count() - before
  }
  expect(await costOf('unit')).toBe(1)
  expect(await costOf('person')).toBe(6)
  const before = count()
  await store.read((tx) => listVisits(tx, { limit: 100 }))
  expect(count() - before).toBe(3)
})
