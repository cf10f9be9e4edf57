import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { workspaceOf } from '../../../electron/services/machine.ts'
import { compileMemo, freeze, photograph, recordFinding, sign } from '../../journeys/story.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import { problemOf } from '../../problem.ts'
import { createWorld, type Laptop, type World } from '../../world.ts'
import { makeVisit } from '../inspection.ts'

/** After 定稿 and a first signature the memo notices what comes to its sets as it notices an edit (faults, 5). */
let world: World
let laptop: Laptop
let campaign: string
let visit: string
let finding: string
let memo: string
let version: string

beforeAll(async () => {
  world = await createWorld({ seed: 'outdated' })
  laptop = await world.laptop('组长', '组长')
  campaign = (await laptop.client.campaign.loadPreset({ preset: '137' })).id
})
afterAll(() => world.end())

beforeEach(async () => {
  visit = await makeVisit(laptop, {
    visitedOn: '2026-11-21',
    ...complete,
    campaign,
    singleInspectorReason: '另一人请假',
  })
  finding = await recordFinding(laptop, visit)
  await photograph(laptop, finding, 1)
  memo = await compileMemo(laptop, visit)
  version = await freeze(laptop, memo)
  await sign(laptop, version)
})

const complete = { mode: '明察', place: '县局办公楼', noticeNumber: '督通1号', accompanying: '办公室主任' } as const

async function told() {
  const { state, versions } = await laptop.client.document.get({ id: memo })
  const listed = (await laptop.client.document.page({})).documents.find(({ id }) => id === memo)
  const [last] = versions
  return {
    page: state,
    list: listed?.state,
    differences: last?.outdated.map(({ what, name, label }) =>
      [what, name, label].filter((part) => part !== '').join(' '),
    ),
    incomparable: last?.incomparable,
  }
}

describe('a signed memo', () => {
  test('stands while nothing changes', async () => {
    expect(await told()).toEqual({ page: '已签齐', list: '已签齐', differences: [], incomparable: 0 })
  })

  test('notices a new finding', async () => {
    const added = await recordFinding(laptop, visit, { title: '第二个问题' })
    const { findings } = await laptop.client.finding.list({})
    const number = findings.find(({ id }) => id === added)?.number ?? ''
    expect(await told()).toMatchObject({ page: '已失效', list: '已失效', differences: [`增 问题 ${number}`] })
  })

  test('notices new photos of a finding it prints', async () => {
    await photograph(laptop, finding, 2)
    await photograph(laptop, finding, 3)
    const { differences = [], ...state } = await told()
    expect(state).toMatchObject({ page: '已失效', list: '已失效' })
    expect(differences).toHaveLength(2)
    for (const one of differences) expect(one).toMatch(/^增 证据 .+-0[23]$/)
  })

  test('keeps what it prints from being removed, and says what to do', async () => {
    const refused = laptop.client.finding.remove({ id: finding, reason: '重复' })
    expect(await problemOf(refused)).toMatchObject({
      kind: 'record.printed',
      details: { papers: ['检查备忘录（第 1 版，已签齐）'] },
    })
    await laptop.client.document.void({ version, reason: '不该列入' })
    await laptop.client.finding.remove({ id: finding, reason: '重复' })
  })

  test('says once that a finding was removed, where another computer that has not got the memo did so', async () => {
    const { store } = workspaceOf(laptop)
    const drafts = [{ entity: 'finding', id: finding, set: { removed: true, removedReason: '重复' } }] as const
    const by = { log: laptop.log, author: laptop.person, at: laptop.host.instant(), operation: laptop.host.newId() }
    await store.write((tx) => append(tx, { ...by, drafts }))
    expect((await told()).differences).toEqual([expect.stringMatching(/^删 问题 /)])
  })

  test('is named before an edit outdates it, with the fields that it prints', async () => {
    const printing = (entity: 'finding' | 'visit', id: string) => laptop.client.document.printing({ entity, ids: [id] })
    const [paper] = await printing('finding', finding)
    expect(paper).toMatchObject({ id: memo, kind: '检查备忘录', version: 1, state: '已签齐' })
    expect(paper?.fields).toEqual(expect.arrayContaining(['title', 'fact', 'place']))
    expect(paper?.fields).not.toContain('ordinal')
    expect((await printing('visit', visit))[0]?.fields).toContain('place')
    await laptop.client.document.void({ version, reason: '重做' })
    expect(await printing('finding', finding)).toEqual([])
  })

  test('notices an inspector who joins', async () => {
    const { id: person } = await laptop.client.person.save({ set: { name: '后来的人' } })
    const inspectors = [
      { person: laptop.person, role: '组长' as const },
      { person, role: '组员' as const },
    ]
    const { seen } = await laptop.client.visit.get({ id: visit })
    await laptop.client.visit.save({ id: visit, set: {}, inspectors, seen })
    expect((await told()).differences).toEqual(['增 检查人员'])
  })

  test('does not notice a clue, which stays out of it', async () => {
    await recordFinding(laptop, visit, { title: '疑似线索', clue: true })
    expect(await told()).toMatchObject({ page: '已签齐', differences: [] })
  })

  test('notices that one is a clue no more', async () => {
    const clue = await recordFinding(laptop, visit, { title: '疑似线索', clue: true })
    expect((await told()).differences).toEqual([])
    const { seen } = await laptop.client.finding.get({ id: clue })
    await laptop.client.finding.save({ id: clue, visit, set: { clue: false }, seen })
    expect((await told()).differences).toEqual([expect.stringMatching(/^增 问题 /)])
  })
})

test('the list reads no blob, whatever is printed, and comes in pages', async () => {
  const { blobs } = workspaceOf(laptop).store
  const reads = [vi.spyOn(blobs, 'read'), vi.spyOn(blobs, 'open'), vi.spyOn(blobs, 'has')]
  try {
    const first = await laptop.client.document.page({ limit: 2 })
    const second = await laptop.client.document.page({ limit: 2, offset: 2 })
    expect(first.documents).toHaveLength(2)
    expect(first.total).toBeGreaterThan(4)
    expect(new Set([...first.documents, ...second.documents].map(({ id }) => id)).size).toBe(4)
    const all = await laptop.client.document.page({})
    expect(all.documents.find(({ id }) => id === memo)).toMatchObject({
      state: '已签齐',
      version: 1,
      signers: 1,
      signed: 1,
      changed: '',
      waitsForMe: false,
    })
    await laptop.client.home.summary()
    expect(reads.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0])
  } finally {
    for (const spy of reads) spy.mockRestore()
  }
})

test('the list says what changed, and who has still to sign', async () => {
  await recordFinding(laptop, visit, { title: '又一个问题' })
  await photograph(laptop, finding, 9)
  const listed = async () => (await laptop.client.document.page({})).documents.find(({ id }) => id === memo)
  expect(await listed()).toMatchObject({ state: '已失效', changed: '新增2', signed: 1 })
  await laptop.client.document.void({ version, reason: '重新定稿' })
  expect(await listed()).toMatchObject({ state: '已作废', version: null, signers: 0 })
})
