import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { send } from '../../electron/services/demo/packages.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
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

/** Two people work on the same records without a network, and meet later. */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let unit: string
let visit: string
let finding: string

beforeAll(async () => {
  world = await createWorld({ seed: 'conflict' })
  ;[headquarters, leader, member] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  ;({ unit } = await prepareRoster(headquarters))
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.carry(member, leader)
})

afterAll(() => world.end())

beforeEach(async () => {
  visit = await makeVisit(leader, member, unit)
  finding = await recordFinding(leader, visit)
  await world.carry(leader, member)
})

const everyone = (): readonly Machine[] => [leader, member, headquarters]

/** Everything to everyone: member → leader → member, leader → headquarters. */
async function meet(): Promise<void> {
  for (const [from, to] of [
    [member, leader],
    [leader, member],
    [leader, headquarters],
  ] as const) {
    await world.carry(from, to).catch((error: unknown) => {
      if (!isProblem(error) || error.kind !== 'sync.nothingNew') throw error
    })
  }
}

async function edit({ client }: Machine, set: Parameters<Machine['client']['finding']['save']>[0]['set']) {
  world.clock.step()
  const { seen } = await client.finding.get({ id: finding })
  await client.finding.save({ id: finding, set, seen })
}

test('a preview names what of another would be shown otherwise, and whose it was', async () => {
  await edit(member, { opinion: '组员改写的意见。' })
  const { file } = await send(member, workspaceOf(leader).log, world.stick)
  expect((await world.receive(leader, file)).displaced).toEqual([
    { entity: '问题', id: finding, author: '组长机甲', reason: '改为显示别人写的值。' },
  ])
})

describe('a finding that both edit', () => {
  test('the same field: both values are shown with who and when, on every machine the same', async () => {
    await edit(leader, { opinion: '组长的意见。' })
    const first = new Date(world.clock.now).toISOString()
    await edit(member, { opinion: '组员的意见。' })
    const second = new Date(world.clock.now).toISOString()
    await meet()
    for (const { client } of everyone()) {
      const { finding: shown, conflicts } = await client.finding.get({ id: finding })
      expect(shown).toMatchObject({ opinion: '组员的意见。', conflicted: true })
      expect(conflicts).toMatchObject([
        {
          field: 'opinion',
          values: [
            { value: '组员的意见。', author: '组员机甲', at: second, shown: true },
            { value: '组长的意见。', author: '组长机甲', at: first, shown: false },
          ],
        },
      ])
      expect(conflicts).toHaveLength(1)
    }
  })

  test('a save that saw both resolves it everywhere; one that saw only its own does not', async () => {
    await edit(leader, { opinion: '组长的意见。' })
    const { seen: half } = await leader.client.finding.get({ id: finding })
    await edit(member, { opinion: '组员的意见。' })
    await meet()
    await leader.client.finding.save({ id: finding, set: { opinion: '仍是组长的意见。' }, seen: half })
    expect((await leader.client.finding.get({ id: finding })).conflicts).toHaveLength(1)
    await edit(leader, { opinion: '两人商定的意见。' })
    await meet()
    for (const { client } of everyone()) {
      const { finding: shown, conflicts } = await client.finding.get({ id: finding })
      expect(shown).toMatchObject({ opinion: '两人商定的意见。', conflicted: false })
      expect(conflicts).toEqual([])
    }
  })

  test('choosing the value that is shown anyway resolves it too', async () => {
    await edit(leader, { opinion: '组长的意见。' })
    await edit(member, { opinion: '组员的意见。' })
    await meet()
    await edit(leader, { opinion: '组员的意见。' })
    await meet()
    for (const { client } of everyone()) {
      expect((await client.finding.get({ id: finding })).conflicts).toEqual([])
    }
  })

  test('the same value from both is no conflict', async () => {
    await edit(leader, { severity: 3 })
    await edit(member, { severity: 3 })
    await meet()
    for (const { client } of everyone()) {
      const { finding: shown, conflicts } = await client.finding.get({ id: finding })
      expect(shown).toMatchObject({ severity: 3, conflicted: false })
      expect(conflicts).toEqual([])
    }
  })

  test('different fields merge silently', async () => {
    await edit(leader, { opinion: '组长改了意见。' })
    await edit(member, { place: '组员改了地点' })
    await meet()
    for (const { client } of everyone()) {
      const { finding: shown, conflicts } = await client.finding.get({ id: finding })
      expect(shown).toMatchObject({ opinion: '组长改了意见。', place: '组员改了地点', conflicted: false })
      expect(conflicts).toEqual([])
    }
  })
})

test('the same inspector added on both laptops is one row', async () => {
  const third = (await leader.client.person.save({ set: { name: '第三人', post: '科员' } })).id
  await world.carry(leader, member)
  const inspectors = [
    { person: leader.person, role: '组长' as const },
    { person: member.person, role: '组员' as const },
    { person: third, role: '组员' as const },
  ]
  for (const { client } of [leader, member]) {
    world.clock.step()
    await client.visit.save({ id: visit, set: {}, inspectors })
  }
  await meet()
  for (const { client } of everyone()) {
    const { inspectors: shown } = (await client.visit.get({ id: visit })).visit
    expect(shown.map(({ person }) => person).toSorted()).toEqual(inspectors.map(({ person }) => person).toSorted())
  }
})

test('a removed finding is gone everywhere, with its reason in the history, and its number is not given again', async () => {
  const [shown] = (await leader.client.finding.list({ visit })).findings
  await leader.client.finding.remove({ id: finding, reason: '重复登记' })
  const next = await recordFinding(leader, visit, { title: '接下来的问题' })
  await meet()
  for (const { client } of everyone()) {
    const { findings } = await client.finding.list({ visit })
    expect(findings.map(({ id }) => id)).toEqual([next])
    expect(findings[0]?.number).not.toBe(shown?.number)
    const told = (await client.history.of({ entity: 'finding', id: finding })).entries.flatMap(({ fields }) => fields)
    expect(told).toContainEqual(
      expect.objectContaining({ field: 'removedReason', pieces: [{ what: 'added', text: '重复登记' }] }),
    )
  }
})

test('photos with the same bytes in two findings are kept once, and each names the other', async () => {
  const other = await recordFinding(member, visit, { title: '另一个问题' })
  const blobsAt = async (machine: Machine) => [...(await workspaceOf(machine).store.blobs.list())].length
  const before = await blobsAt(headquarters)
  const sha256 = await photograph(leader, finding, 7)
  expect(await photograph(member, other, 7)).toBe(sha256)
  await meet()
  expect((await blobsAt(headquarters)) - before).toBe(1)
  for (const { client } of everyone()) {
    const numberOf = async (id: string) => (await client.finding.get({ id })).finding.number
    const alsoIn = async (id: string) => (await client.evidence.list({ finding: id })).map((piece) => piece.alsoIn)
    expect(await alsoIn(finding)).toEqual([[await numberOf(other)]])
    expect(await alsoIn(other)).toEqual([[await numberOf(finding)]])
  }
})

describe('a memo', () => {
  let memo: string
  let version: string

  beforeEach(async () => {
    await photograph(leader, finding, 1)
    memo = await compileMemo(leader, visit)
    version = await freeze(leader, memo)
    await world.carry(leader, member)
  })

  const stateAt = async ({ client }: Machine) => client.document.get({ id: memo })

  test('that a member edits after freezing is 已失效 on every machine, and says which field changed', async () => {
    await edit(member, { fact: '抽查之后又发现1笔。' })
    await meet()
    for (const machine of everyone()) {
      const { state, versions } = await stateAt(machine)
      const { number } = (await machine.client.finding.get({ id: finding })).finding
      expect(state).toBe('已失效')
      expect(versions[0]?.outdated).toEqual([{ what: '改', entity: 'finding', name: `问题 ${number}`, label: '事实' }])
    }
    expect((await problemOf(sign(member, version))).kind).toBe('document.notSigner')
  })

  test('that is signed is not frozen again before it is voided with a reason; the next version counts everywhere', async () => {
    await sign(member, version)
    await world.carry(member, leader)
    expect((await problemOf(freeze(leader, memo))).kind).toBe('document.signed')
    await leader.client.document.void({ version, reason: '补充事实' })
    await edit(leader, { fact: '抽查之后又发现1笔。' })
    const next = await freeze(leader, memo)
    await meet()
    for (const machine of everyone()) {
      const { state, versions } = await stateAt(machine)
      expect(state).toBe('已定稿')
      expect(versions.map((one) => [one.id, one.version, one.voidedReason])).toEqual([
        [version, 1, '补充事实'],
        [next, 2, null],
      ])
    }
  })

  test('that is signed and then out of date is still not frozen again without being voided', async () => {
    await sign(leader, version)
    await edit(leader, { fact: '抽查之后又发现1笔。' })
    expect((await stateAt(leader)).state).toBe('已失效')
    expect((await problemOf(freeze(leader, memo))).kind).toBe('document.signed')
    await leader.client.document.void({ version, reason: '补充事实' })
    await freeze(leader, memo)
    expect((await stateAt(leader)).state).toBe('已定稿')
  })
})

test('after all of it the three workspaces hold the same facts', async () => {
  await meet()
  const entities = ['visit', 'visitInspector', 'finding', 'evidence', 'document', 'documentItem']
  const events = ['documentFrozen', 'documentSigner', 'documentSigned', 'documentVoided']
  const atLeader = await factsOf(leader, [...entities, ...events])
  for (const machine of [member, headquarters]) {
    expect(await factsOf(machine, [...entities, ...events])).toEqual(atLeader)
  }
})
