import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { finished, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import type { JobResult } from '../../electron/contract/job/jobKind.ts'
import type { IncomingKind } from '../../electron/contract/exchange/incoming.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import {
  compileMemo,
  factsOf,
  freeze,
  makeVisit,
  photograph,
  prepareRoster,
  problemOf,
  recordFinding,
  sign,
} from './story.ts'

/**
 * Import as a decision: two laptops of one team edit the same findings without meeting, and headquarters takes both packages
 * in. One story, from test to test.
 */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let visit: string
const findings: string[] = []
let fromMember: JobResult<'sync.stage'>

beforeAll(async () => {
  world = await createWorld({ seed: 'import decision' })
  ;[headquarters, leader, member] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.carry(member, leader)
  visit = await makeVisit(leader, member, unit)
  for (const title of ['平行的', '冲突的', '只有组员改的']) findings.push(await recordFinding(leader, visit, { title }))
  await photograph(leader, findings[0] ?? '', 1)
  await world.carry(leader, member)
})
afterAll(() => world.end())

async function edit({ client }: Machine, at: number, set: Parameters<Machine['client']['finding']['save']>[0]['set']) {
  world.clock.step()
  const id = findings[at] ?? ''
  const { seen } = await client.finding.get({ id })
  await client.finding.save({ id, set, seen })
}

async function rowsOf(kind: IncomingKind) {
  const { rows } = await headquarters.client.incoming.staged({ import: fromMember.import, kind, offset: 0, limit: 50 })
  return rows
}

const shownAt = async ({ client }: Machine, at: number) =>
  (await client.finding.get({ id: findings[at] ?? '' })).finding

describe('the preview', () => {
  test('says what a package speaks of in the words of who wrote it', async () => {
    const file = await world.send(leader, headquarters)
    const [sent] = await leader.client.sync.packages()
    const preview = await world.stage(headquarters, file)
    expect(preview.records).toBe('1 次检查、3 个问题、1 件证据')
    expect(sent?.records).toBe(preview.records)
    await world.accept(headquarters, preview.import)
    const [received] = await headquarters.client.sync.packages()
    expect(received?.records).toBe(preview.records)
  })

  test('parts edits made side by side from those that stand against each other, and names each row', async () => {
    await edit(leader, 0, { fact: '组长写的事实。' })
    await edit(member, 0, { opinion: '组员写的意见。' })
    await edit(leader, 1, { opinion: '组长的意见。' })
    await edit(member, 1, { opinion: '组员的意见。' })
    await edit(member, 2, { requirement: '组员写的要求。' })
    const added = await recordFinding(member, visit, { title: '组员新记的' })
    await photograph(member, added, 2)
    await world.carry(leader, headquarters)
    fromMember = await world.stage(headquarters, await world.send(member, headquarters))
    expect(fromMember).toMatchObject({
      state: 'ready',
      kinds: { conflict: 1, parallel: 1, displaced: 1, refused: 0, future: 0 },
      open: 3,
      declined: 0,
    })
    const [parallel] = await rowsOf('parallel')
    expect(parallel).toMatchObject({
      noun: '问题',
      name: 'A-001　平行的',
      author: '组员机甲',
      fields: [{ label: '初步意见', from: '接待审批把关不严。', to: '组员写的意见。' }],
    })
    expect(await rowsOf('conflict')).toMatchObject([
      { name: 'A-002　冲突的', fields: [{ label: '初步意见', from: '组长的意见。', to: '组员的意见。' }] },
    ])
    expect(await rowsOf('displaced')).toMatchObject([
      { name: 'A-003　只有组员改的', note: '组长机甲写的，改为显示别人写的值。' },
    ])
    const named = (await rowsOf('added')).map(({ noun, name }) => `${noun} ${name}`)
    expect(named).toContain('问题 组员新记的')
    expect(named).toContain('证据 照片2　IMG_2.jpg')
  })
})

describe('a choice', () => {
  test('of all parallel edits at once leaves the conflict open', async () => {
    const { client } = headquarters
    expect(await client.incoming.choose({ import: fromMember.import, choice: 'parallelSeen' })).toEqual({ rows: 1 })
    expect((await rowsOf('parallel')).map(({ choice }) => choice)).toEqual(['seen'])
    const [preview] = await client.sync.staged()
    expect(preview).toMatchObject({ open: 2, declined: 0 })
  })

  test('to decline a new record takes with it what stands under it, and can be taken back', async () => {
    const { client } = headquarters
    const row = (await rowsOf('added')).find(({ name }) => name === '组员新记的')
    const rows = [{ entity: 'finding', id: row?.entityId ?? '' }]
    const before = { import: fromMember.import, rows }
    expect(await client.incoming.choose({ ...before, choice: 'declined', reason: '重复' })).toEqual({ rows: 2 })
    expect((await client.sync.staged())[0]?.declined).toBe(2)
    expect(await client.incoming.choose({ ...before, choice: 'none' })).toEqual({ rows: 2 })
    expect((await client.sync.staged())[0]?.declined).toBe(0)
    await client.incoming.choose({ ...before, choice: 'declined', reason: '重复' })
  })

  test('is kept while the window is closed and written with the acceptance, in one operation', async () => {
    const [conflict] = await rowsOf('conflict')
    const rows = [{ entity: 'finding', id: conflict?.entityId ?? '' }]
    await headquarters.client.incoming.choose({
      import: fromMember.import,
      rows,
      choice: 'declined',
      reason: '以组长的为准',
    })
    headquarters = await world.reopen(headquarters)
    expect((await headquarters.client.sync.staged())[0]?.declined).toBe(3)
    await world.accept(headquarters, fromMember.import)
    expect(await shownAt(headquarters, 0)).toMatchObject({ fact: '组长写的事实。', opinion: '组员写的意见。' })
    expect(await shownAt(headquarters, 1)).toMatchObject({ opinion: '组长的意见。', conflicted: false })
    expect((await headquarters.client.finding.list({})).total).toBe(3)
    const { store } = workspaceOf(headquarters)
    const { declined, operations } = await store.read(async (tx) => ({
      declined: await listEvents(tx, 'changeDeclined'),
      operations: await tx.db
        .selectFrom('change')
        .select('operation')
        .distinct()
        .where('log', '=', headquarters.log)
        .where('entity', '=', 'changeDeclined')
        .execute(),
    }))
    expect(declined.map(({ reason }) => reason ?? '').toSorted()).toEqual(['以组长的为准', '重复', '重复'].toSorted())
    expect(operations).toHaveLength(1)
  })
})

describe('after the import', () => {
  const rowsAt = async (importId: string) =>
    (await headquarters.client.incoming.accepted({ import: importId, offset: 0, limit: 200 })).rows
  const conflicting = () => [{ entity: 'finding', id: findings[1] ?? '' }]

  test('a row that was declined is let in again, and declined once more', async () => {
    const { client } = headquarters
    const about = { import: fromMember.import, rows: conflicting() }
    const declined = (await rowsAt(about.import)).find(({ entityId }) => entityId === findings[1])
    expect(declined).toMatchObject({
      name: 'A-002　冲突的',
      choice: 'declined',
      note: '以组长的为准',
      canDecline: true,
    })
    expect(await client.incoming.readmit({ ...about, reason: '组员说得对' })).toEqual({ changes: 1 })
    expect(await shownAt(headquarters, 1)).toMatchObject({ opinion: '组员的意见。', conflicted: true })
    expect(await client.incoming.decline({ ...about, reason: '还是组长的' })).toEqual({ changes: 1 })
    expect(await shownAt(headquarters, 1)).toMatchObject({ opinion: '组长的意见。', conflicted: false })
    expect((await rowsAt(about.import)).find(({ entityId }) => entityId === findings[1])).toMatchObject({
      choice: 'declined',
      note: '还是组长的',
    })
  })

  test('tables made anew from the log say the same', async () => {
    const before = await factsOf(headquarters, rowEntities)
    await rebuildTables(workspaceOf(headquarters).store)
    expect(await factsOf(headquarters, rowEntities)).toEqual(before)
  })
})

describe('undoing a whole import', () => {
  let imported: string
  let before: unknown
  const facts = () => factsOf(headquarters, rowEntities)
  const undo = async (seen: readonly string[] = []) =>
    finished(
      headquarters.client,
      await headquarters.client.incoming.undo({ import: imported, reason: '导错了', seen: [...seen] }),
    )

  test('brings the tables back to the same rows, and restoring it brings them forward again', async () => {
    before = await facts()
    await edit(leader, 2, { title: '组长又改了标题' })
    await recordFinding(leader, visit, { title: '后来的' })
    imported = (await world.carry(leader, headquarters)).import
    const then = await facts()
    expect(then).not.toEqual(before)
    await undo()
    expect(await facts()).toEqual(before)
    expect((await headquarters.client.sync.packages())[0]?.state).toBe('已撤销')
    expect((await problemOf(undo())).kind).toBe('sync.alreadyUndone')
    const restored = { import: imported, reason: '没有导错' }
    await finished(headquarters.client, await headquarters.client.incoming.restore(restored))
    expect(await facts()).toEqual(then)
    expect((await problemOf(headquarters.client.incoming.restore(restored))).kind).toBe('sync.notUndone')
  })

  test('says before what rests on it: later edits, records under its records, and that a receipt went out', async () => {
    await world.carry(leader, member)
    const later = (await leader.client.finding.list({})).findings.find(({ title }) => title === '后来的')
    await photograph(member, later?.id ?? '', 9)
    await edit(member, 2, { title: '组员改了组长的标题' })
    await world.carry(member, headquarters)
    const rests = await headquarters.client.incoming.restsOn({ import: imported })
    expect(rests.edits).toMatchObject({ total: 1, rows: [{ noun: '问题', author: '组员机甲' }] })
    expect(rests.under).toMatchObject({ total: 1, rows: [{ noun: '证据', author: '组员机甲' }] })
    expect(rests).toMatchObject({ papers: [], receipt: true, withdrawn: false })
  })

  test('on which a signed paper rests, it is undone by who was told of the paper; the paper says so, and nothing is lost', async () => {
    await edit(leader, 0, { place: '县局档案室' })
    imported = (await world.carry(leader, headquarters)).import
    const memo = await compileMemo(leader, visit)
    for (const row of (await leader.client.finding.list({ visit })).findings) {
      if (row.missing > 0)
        await leader.client.document.choose({ document: memo, finding: row.id, included: false, reason: '缺项' })
    }
    const version = await freeze(leader, memo)
    await sign(leader, version)
    await world.carry(leader, headquarters)
    const { papers } = await headquarters.client.incoming.restsOn({ import: imported })
    expect(papers).toMatchObject([{ id: memo, signed: 1, brought: false }])
    expect(await problemOf(undo())).toEqual({ kind: 'sync.signedPapers', details: { papers: [papers[0]?.name] } })
    const changed = async () =>
      (await headquarters.client.document.page({})).documents.find(({ id }) => id === memo)?.changed
    const before = await changed()
    await undo([memo])
    expect(await changed()).toContain('所依据的记录已撤销导入')
    const restored = { import: imported, reason: '文书要用' }
    await finished(headquarters.client, await headquarters.client.incoming.restore(restored))
    expect(await changed()).toBe(before)
  })
})
