import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { rememberPeer } from '../../electron/services/trust/peer.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeVisit, prepareRoster, problemOf, recordFinding } from './story.ts'

/** Whose a record is, from enrolment to hand-over and leaving, with real packages (decisions.md 55, 77 to 79, 94). */
let world: World
let headquarters: Headquarters
let lead: Laptop
let member: Laptop
let stranger: Laptop
let early: string
let visit: string
let finding: string

beforeAll(async () => {
  world = await createWorld({ seed: 'teams' })
  ;[headquarters, lead, member, stranger] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('甲组组长机', '组长'),
    world.laptop('甲组组员机', '组员'),
    world.laptop('乙组组长机', '组长'),
  ])
  const { unit } = await prepareRoster(headquarters)
  early = await makeVisit(lead, member, unit)
  const [campaign] = await headquarters.client.campaign.list()
  await world.enrol(headquarters, lead, 'A', { name: '甲组', campaign: campaign?.id ?? null })
  await world.enrol(headquarters, member, 'B', { id: await teamId('甲组') })
  await world.enrol(headquarters, stranger, 'C', { name: '乙组', campaign: null })
  visit = await makeVisit(lead, member, unit)
  finding = await recordFinding(lead, visit)
  for (const one of [lead, member, stranger]) await world.carry(one, headquarters)
  for (const one of [lead, member, stranger]) await world.carry(headquarters, one)
})
afterAll(() => world.end())

async function teamId(name: string): Promise<string> {
  return (await headquarters.client.team.list()).find((team) => team.name === name)?.id ?? ''
}

const because = '这条检查属于另一个检查组，只有该组成员的电脑和总部可以修改。'

/** What a program writes that does not ask whose a record is. */
async function meddle(at: Machine, id: string, title: string): Promise<void> {
  world.clock.step()
  const { host, person, log } = at
  await workspaceOf(at).store.write((tx) =>
    append(tx, {
      ...{ log, operation: host.newId(), author: person, at: host.instant(), evenRefused: true },
      drafts: [{ entity: 'finding', id, set: { title } }],
    }),
  )
}

const titleAt = async ({ client }: Machine, id: string) => (await client.finding.get({ id })).finding.title

test('headquarters keeps the teams, and a visit belongs to the one of the computer, also from before it was enrolled', async () => {
  const teams = await headquarters.client.team.list()
  expect(
    teams.map(({ name, campaign, members }) => [name, campaign !== null, members.map((one) => one.letter)]),
  ).toEqual([
    ['甲组', true, ['A', 'B']],
    ['乙组', false, ['C']],
  ])
  for (const id of [early, visit]) {
    expect(await headquarters.client.team.ofVisit({ id })).toMatchObject({ name: '甲组' })
  }
})

test('a member may edit what the lead made before either knew of the other', async () => {
  await world.carry(lead, member)
  await member.client.finding.save({ id: finding, set: { title: '组员改的' } })
  expect(await world.carry(member, lead)).toMatchObject({ refused: [] })
  expect(await titleAt(lead, finding)).toBe('组员改的')
})

test('a log that the lead forwards counts as if its owner had handed it in', async () => {
  const own = await recordFinding(member, visit, { title: '组员记的' })
  await world.carry(member, lead)
  expect(await world.carry(lead, headquarters)).toMatchObject({ refused: [] })
  expect(await titleAt(headquarters, own)).toBe('组员记的')
})

test('what another team writes to it is refused, with the reason in words, here and at headquarters', async () => {
  expect(await problemOf(world.send(lead, stranger))).toMatchObject({ kind: 'sync.peerUnknown' })
  const { log, recipient } = workspaceOf(stranger)
  await workspaceOf(lead).store.write((tx) =>
    rememberPeer(tx, { log, recipient, name: '乙组组长机', kind: '检查组', channel: null }),
  )
  await world.carry(lead, stranger)
  const denied = stranger.client.finding.save({ id: finding, set: { title: '外组改的' } })
  expect(await problemOf(denied)).toMatchObject({ kind: 'permission.denied', details: { because } })
  await meddle(stranger, finding, '外组改的')
  const { refused } = await world.carry(stranger, headquarters)
  expect(refused).toMatchObject([{ entity: '问题', author: '乙组组长机甲', reason: because }])
  expect(await titleAt(headquarters, finding)).toBe('组员改的')
  expect(await headquarters.client.sync.quarantine()).toMatchObject(refused)
})

test('a visit is handed over while the team that had it goes on editing', async () => {
  expect(
    await problemOf(headquarters.client.team.handOver({ visit, to: await teamId('甲组'), reason: '错选' })),
  ).toEqual({
    kind: 'team.ownsAlready',
    details: { team: '甲组' },
  })
  await lead.client.finding.save({ id: finding, set: { title: '移交之前改的' } })
  await world.carry(lead, headquarters)
  await lead.client.finding.save({ id: finding, set: { title: '没有看到的' } })
  await headquarters.client.team.handOver({ visit, to: await teamId('乙组'), reason: '人员调整' })
  expect(await headquarters.client.team.ofVisit({ id: visit })).toMatchObject({ name: '乙组' })
  expect(await world.carry(lead, headquarters)).toMatchObject({ refused: [{ entity: '问题' }] })
  expect(await titleAt(headquarters, finding)).toBe('移交之前改的')
  const reaches = async () => (await member.client.sync.peers()).some(({ log }) => log === stranger.log)
  expect(await reaches()).toBe(false)
  for (const one of [lead, member, stranger]) await world.carry(headquarters, one)
  expect(await reaches()).toBe(true)
  expect(await titleAt(lead, finding)).toBe('移交之前改的')
  const denied = lead.client.finding.save({ id: finding, set: { title: '再改' } })
  expect(await problemOf(denied)).toMatchObject({ kind: 'permission.denied', details: { because } })
  await world.carry(lead, stranger)
  await stranger.client.finding.save({ id: finding, set: { title: '接手以后改的' } })
  expect(await world.carry(stranger, headquarters)).toMatchObject({ refused: [] })
  expect(await titleAt(headquarters, finding)).toBe('接手以后改的')
})

test('headquarters corrects a team’s record, says why, and the team hears of both', async () => {
  const { client } = headquarters
  const before = await client.finding.get({ id: finding })
  const silent = client.finding.save({ id: finding, set: { title: '总部改的' } })
  expect(await problemOf(silent)).toMatchObject({ kind: 'record.correctionReason' })
  expect(await problemOf(client.visit.save({ set: { place: '二楼' }, reason: '新建' }))).toMatchObject({
    kind: 'permission.denied',
  })
  world.clock.step()
  await client.finding.save({ id: finding, set: { title: '总部改的' }, seen: before.seen, reason: '与原件不符' })
  await client.visit.save({ id: visit, set: { place: '二楼大厅' }, reason: '地点写错' })
  const waiting = async () =>
    (await client.home.summary()).waitingDown.filter(({ words }) => words.includes('总部更正'))
  // Who has the case now, and who had it.
  const words = '1 次检查、1 个问题、2 次总部更正'
  expect((await waiting()).map((one) => one.words.includes(words))).toEqual([true, true, true])
  const carried = await world.carry(headquarters, stranger)
  expect(carried.refused).toEqual([])
  for (const machine of [headquarters, stranger]) {
    const told = async (entity: string, id: string) => (await machine.client.history.of({ entity, id })).entries
    const [first, ...rest] = await told('finding', finding)
    expect(first).toMatchObject({
      correction: true,
      reason: '与原件不符',
      author: '总部甲',
      fields: [{ field: 'title' }],
    })
    expect(first?.fields[0]?.pieces.filter(({ what }) => what !== 'added').map(({ text }) => text)).not.toEqual([])
    expect(rest.every(({ correction, reason }) => !correction && reason === '')).toBe(true)
    expect((await told('visit', visit))[0]).toMatchObject({ correction: true, reason: '地点写错' })
    expect((await machine.client.finding.get({ id: finding })).finding).toMatchObject({
      title: '总部改的',
      conflicted: false,
    })
  }
  expect((await waiting()).map(({ log }) => log).toSorted()).toEqual([lead.log, member.log].toSorted())
  await stranger.client.finding.save({ id: finding, set: { opinion: '照总部的改' } })
  expect(await world.carry(stranger, headquarters)).toMatchObject({ refused: [] })
  const then = (await client.home.summary()).waitingDown.find(({ log }) => log === stranger.log)
  expect(then?.words).toBe('1 份回执')
})

test('of a member who leaves what was handed in stays, and what comes later is refused', async () => {
  await world.carry(lead, member)
  const kept = await recordFinding(member, early, { title: '离开之前的' })
  await world.carry(member, headquarters)
  const late = await recordFinding(member, early, { title: '离开之后的' })
  const team = await teamId('甲组')
  await headquarters.client.team.leave({ id: team, log: member.log, reason: '调离' })
  expect(await problemOf(headquarters.client.team.leave({ id: team, log: member.log, reason: '再次' }))).toMatchObject({
    kind: 'team.notMember',
  })
  expect((await headquarters.client.team.list())[0]?.members).toMatchObject([{ left: false }, { left: true }])
  expect(await world.carry(member, headquarters)).toMatchObject({ refused: [{ entity: '问题' }] })
  expect(await titleAt(headquarters, kept)).toBe('离开之前的')
  expect(await problemOf(headquarters.client.finding.get({ id: late }))).toMatchObject({ kind: 'record.notFound' })
})

test('a laptop in the place of another is a member of its own', async () => {
  const second = await world.laptop('甲组备用机', '组员')
  await world.enrol(headquarters, second, 'D', { id: await teamId('甲组') })
  await world.carry(headquarters, lead)
  await world.carry(lead, second)
  await recordFinding(second, early, { title: '备用机记的' })
  expect(await world.carry(second, headquarters)).toMatchObject({ refused: [] })
})
