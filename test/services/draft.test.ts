import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceOf, type Client } from '../../electron/services/machine.ts'
import { kindOf } from '../problem.ts'
import { createWorld, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit } from './inspection.ts'

let world: World
let laptop: Laptop
let client: Client
let visit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'draft' })
  laptop = await world.laptop('甲', '组长')
  client = laptop.client
  visit = await makeVisit(laptop)
})
afterAll(() => world.end())

const typed = (fact: string): string => JSON.stringify({ fact })

test('what is typed is kept with what the form saw and when, and replaced by what is typed later', async () => {
  const finding = await makeFinding(laptop, visit)
  const { seen } = await client.finding.get({ id: finding })
  expect(Object.keys(seen)).not.toEqual([])
  world.clock.step()
  const first = await client.draft.put({ form: 'finding', entityId: finding, json: typed('窗口无人'), seen })
  world.clock.step()
  const second = await client.draft.put({ form: 'finding', entityId: finding, json: typed('窗口三人'), seen })
  expect(second.savedAt > first.savedAt).toBe(true)
  expect(await client.draft.find({ form: 'finding', entityId: finding })).toEqual({
    form: 'finding',
    entityId: finding,
    json: typed('窗口三人'),
    seen,
    savedAt: second.savedAt,
  })
  await client.draft.remove({ form: 'finding', entityId: finding })
  expect(await client.draft.find({ form: 'finding', entityId: finding })).toBeNull()
})

test('a draft is no change: nothing of it enters the log, waits to be sent, or changes the record', async () => {
  const finding = await makeFinding(laptop, visit)
  const before = await logged()
  const { counts } = await client.workspace.current()
  const shown = await client.finding.get({ id: finding })
  await client.draft.put({ form: 'finding', entityId: finding, json: typed('不该上路的草稿'), seen: {} })
  expect(await logged()).toBe(before)
  expect((await client.workspace.current()).counts).toEqual(counts)
  expect(await client.finding.get({ id: finding })).toEqual(shown)
  await client.draft.remove({ form: 'finding', entityId: finding })
})

test('a draft outlives the program, and the first screen names it by its record', async () => {
  await client.draft.put({ form: 'finding.new', entityId: visit, json: typed('还没写完'), seen: {} })
  laptop = await world.reopen(laptop)
  client = laptop.client
  const kept = await client.draft.list()
  expect(kept.map(({ form, json }) => ({ form, json }))).toEqual([{ form: 'finding.new', json: typed('还没写完') }])
  const { drafts } = await client.home.summary()
  const { visit: shown } = await client.visit.get({ id: visit })
  expect(drafts).toEqual([
    { form: 'finding.new', entityId: visit, label: `新的问题　${shown.unitName}`, savedAt: kept[0]?.savedAt },
  ])
  await client.draft.remove({ form: 'finding.new', entityId: visit })
})

test('every form has words for its draft, also when its record has not arrived here', async () => {
  const absent = '0197a000-0000-7000-8000-00000000ffff'
  const forms = ['visit.new', 'visit', 'finding.new', 'finding', 'document', 'unheardOf']
  for (const form of forms) await client.draft.put({ form, entityId: absent, json: '{}', seen: {} })
  const { drafts } = await client.home.summary()
  const labels = new Map(drafts.map(({ form, label }) => [form, label]))
  expect(forms.map((form) => labels.get(form))).toEqual([
    '新的检查',
    '检查 　单位未填',
    '新的问题　单位未填',
    '问题 　未填标题',
    '文书　单位未填',
    '未保存的修改',
  ])
  for (const form of forms) await client.draft.remove({ form, entityId: absent })
})

test('nobody sees the drafts of another person of the same workspace', async () => {
  await client.draft.put({ form: 'visit.new', entityId: visit, json: typed('甲的草稿'), seen: {} })
  const { store } = workspaceOf(laptop)
  await store.write((tx) =>
    tx.db.updateTable('local_draft').set({ person: '0197a000-0000-7000-8000-00000000aaaa' }).execute(),
  )
  expect(await client.draft.list()).toEqual([])
  expect((await client.home.summary()).drafts).toEqual([])
  expect(await client.draft.find({ form: 'visit.new', entityId: visit })).toBeNull()
})

test('a locked workspace gives and takes no drafts', async () => {
  await client.workspace.lock()
  expect(await kindOf(() => client.draft.list())).toBe('workspace.locked')
  expect(await kindOf(() => client.draft.put({ form: 'visit', entityId: visit, json: '{}', seen: {} }))).toBe(
    'workspace.locked',
  )
})

async function logged(): Promise<number> {
  const counted = await workspaceOf(laptop).store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  return Number(counted.count)
}
