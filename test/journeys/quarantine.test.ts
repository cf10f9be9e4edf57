import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles } from '../../electron/contract/capability.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { writeSetting } from '../../electron/services/host/settingAccess.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import type { JobResult } from '../../electron/contract/job/jobKind.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { compileMemo, factsOf, freeze, makeVisit, photograph, prepareRoster, recordFinding } from './story.ts'

/** A member whose laptop was made to believe that he may do everything: his package is validly signed all the same. */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let unit: string
/** The leader's memo, which the member voids, and the member's, which he compiles and freezes. */
let leaderMemo: string
let memberMemo: string
let memberVersion: string
let memberFinding: string
const previews = new Map<string, JobResult<'sync.stage'>>()

const headquartersOnly = '这类内容只能由总部写入。'
const roleMissing = '写入人在该电脑上的角色不能写这类内容。'
const compiled = ['document', 'documentItem', 'documentFrozen', 'documentSigner', 'documentVoided'] as const

beforeAll(async () => {
  world = await createWorld({ seed: 'quarantine' })
  ;[headquarters, leader, member] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  ;({ unit } = await prepareRoster(headquarters))
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.carry(member, leader)
  const visit = await makeVisit(leader, member, unit)
  await photograph(leader, await recordFinding(leader, visit), 1)
  leaderMemo = await compileMemo(leader, visit)
  const leaderVersion = await freeze(leader, leaderMemo)
  const second = await makeVisit(leader, member, unit)
  await world.carry(leader, member)
  await world.carry(leader, headquarters)

  member = await believingEverything(member)
  memberFinding = await recordFinding(member, second, { title: '组员照常记录的问题' })
  await photograph(member, memberFinding, 2)
  memberMemo = await compileMemo(member, second)
  memberVersion = await freeze(member, memberMemo)
  await member.client.document.void({ version: leaderVersion, reason: '组员擅自作废' })
  await member.client.unit.save({ id: unit, set: { name: '改了名的单位' } })
  await write(member, [
    { entity: 'grant', id: member.host.newId(), set: { person: member.person, log: member.log, role: '组长' } },
    { entity: 'letter', id: member.host.newId(), set: { log: member.log, letter: 'Z' } },
    {
      entity: 'receipt',
      id: member.host.newId(),
      set: { package: 'f'.repeat(64), sender: leader.log, serial: 1, acceptedAt: member.host.instant() },
    },
  ])
  previews.set('leader', await world.carry(member, leader))
  previews.set('headquarters', await world.carry(member, headquarters))
})

afterAll(() => world.end())

/** His laptop's own idea of who founded it, altered in its database. */
async function believingEverything(laptop: Laptop): Promise<Laptop> {
  const { store } = workspaceOf(laptop)
  const founder = { log: laptop.log, person: laptop.person, roles: [...roles] }
  await store.write((tx) => writeSetting(tx, 'founder', founder))
  return world.reopen(laptop)
}

async function write(machine: Machine, drafts: Parameters<typeof append>[1]['drafts']): Promise<void> {
  const { host, person, log } = machine
  const operation = host.newId()
  await workspaceOf(machine).store.write((tx) =>
    append(tx, { log, operation, author: person, at: host.instant(), drafts }),
  )
}

const replicas = (): readonly Machine[] => [leader, headquarters]

/** What is refused, as [noun, reason], each kind once. */
function kindsOf(refused: readonly { readonly entity: string; readonly reason: string }[]): string[] {
  return [...new Set(refused.map(({ entity, reason }) => `${entity} ${reason}`))].toSorted()
}

test('the preview names every refused thing with its author and reason before anything is taken in', () => {
  for (const preview of previews.values()) {
    expect(preview.state).toBe('ready')
    expect(new Set(preview.refused.map(({ author }) => author))).toEqual(new Set(['组员机甲']))
    expect(new Set(preview.refused.map(({ reason }) => reason))).toEqual(new Set([headquartersOnly, roleMissing]))
    expect(preview.refused.map(({ id }) => id)).toContain(memberVersion)
    expect(preview.refused.map(({ id }) => id)).not.toContain(memberFinding)
  }
})

test('the list of quarantine holds the same, on the machine of the leader as at headquarters', async () => {
  const [atLeader, atHeadquarters] = await Promise.all(replicas().map(({ client }) => client.sync.quarantine()))
  expect(kindsOf(atLeader ?? [])).toEqual(kindsOf(previews.get('leader')?.refused ?? []))
  expect(kindsOf(atHeadquarters ?? [])).toEqual(kindsOf(atLeader ?? []))
  expect(kindsOf(atLeader ?? [])).toEqual(
    [
      `单位 ${roleMissing}`,
      `文书 ${roleMissing}`,
      `文书定稿 ${roleMissing}`,
      `签名人 ${roleMissing}`,
      `文书作废 ${roleMissing}`,
      `授权 ${headquartersOnly}`,
      `编号字母 ${headquartersOnly}`,
      `回执 ${headquartersOnly}`,
    ].toSorted(),
  )
})

test('the rest of the package is applied', async () => {
  for (const { client } of replicas()) {
    const { finding } = await client.finding.get({ id: memberFinding })
    expect(finding).toMatchObject({ title: '组员照常记录的问题', number: 'B-001', evidence: 1 })
  }
})

test('nothing of the refused takes effect: no memo, no new name, no role, no letter, no receipt', async () => {
  for (const machine of replicas()) {
    const { client } = machine
    expect((await client.document.page({})).documents.map(({ id, state }) => [id, state])).toEqual([
      [leaderMemo, '已定稿'],
    ])
    expect((await client.unit.list()).find(({ id }) => id === unit)?.name).toBe('临江县国家税务局')
    const { store } = workspaceOf(machine)
    const grants = await store.read((tx) => listEvents(tx, 'grant'))
    expect(grants.filter(({ log }) => log === member.log).map(({ role }) => role)).toEqual(['组员'])
    const letters = await store.read((tx) => listEvents(tx, 'letter'))
    expect(letters.filter(({ log }) => log === member.log).map(({ letter }) => letter)).toEqual(['B'])
    const receipts = await store.read((tx) => listEvents(tx, 'receipt'))
    expect(receipts.map((receipt) => receipt.package)).not.toContain('f'.repeat(64))
  }
})

test('when headquarters grants him the role, what it covers counts, on every replica alike; the rest stays refused', async () => {
  await world.enrol(headquarters, { ...member, role: '组长' }, 'B')
  // The grant reaches the leader through the member, in headquarters' own log and by its certificate.
  await world.carry(member, leader)
  await world.carry(leader, headquarters)
  for (const { client } of replicas()) {
    const states = new Map((await client.document.page({})).documents.map(({ id, state }) => [id, state]))
    expect(states).toEqual(
      new Map([
        [leaderMemo, '已作废'],
        [memberMemo, '已定稿'],
      ]),
    )
    expect(kindsOf(await client.sync.quarantine())).toEqual(
      [
        `单位 ${roleMissing}`,
        `授权 ${headquartersOnly}`,
        `编号字母 ${headquartersOnly}`,
        `回执 ${headquartersOnly}`,
      ].toSorted(),
    )
  }
  const [atLeader, atHeadquarters] = await Promise.all(replicas().map((machine) => factsOf(machine, compiled)))
  expect(atLeader).toEqual(atHeadquarters)
  expect(atLeader?.['documentFrozen']).toHaveLength(2)
})
