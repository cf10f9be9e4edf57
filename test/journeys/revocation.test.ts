import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
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
 * A laptop, a person and a certificate put out of use, with real packages: what headquarters had seen counts, what comes
 * after is looked at. One story, from test to test.
 */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let unit: string
let visit: string
let memo: string
let revoked: string

beforeAll(async () => {
  world = await createWorld({ seed: 'revocation', startsAt: '2026-11-25T09:00:00.000Z' })
  ;[headquarters, leader, member] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  ;({ unit } = await prepareRoster(headquarters))
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.carry(member, leader)
  visit = await makeVisit(leader, member, unit)
  await world.carry(leader, member)
  await photograph(member, await recordFinding(member, visit, { title: '停用以前记的' }), 1)
  await world.carry(member, headquarters)
})
afterAll(() => world.end())

const titles = async () =>
  (await headquarters.client.finding.list({})).findings.map(({ title }) => title ?? '').toSorted()
const lateRows = async () => (await headquarters.client.revocation.late({ offset: 0, limit: 50 })).rows
const changedOf = async (id: string) =>
  (await headquarters.client.document.page({})).documents.find((document) => document.id === id)?.changed

describe('a laptop', () => {
  test('is offered with its people and put out of use up to what has been seen of it, in words', async () => {
    const { client } = headquarters
    const subjects = await client.revocation.subjects()
    expect(subjects).toContainEqual({ kind: '日志', subject: member.log, name: '组员机', note: '字头 B' })
    expect(subjects.map(({ name }) => name)).toContain('组员机甲')
    const subject = { kind: '日志' as const, subject: member.log }
    const [cut] = await client.revocation.cuts(subject)
    expect(cut?.words).toMatch(/^截至第 1 号数据包（2026-11-25 17:00）$/)
    ;({ id: revoked } = await client.revocation.revoke({ ...subject, reason: '电脑遗失' }))
    expect((await problemOf(client.revocation.revoke({ ...subject, reason: '再来一次' }))).kind).toBe(
      'revocation.standing',
    )
    expect(await client.revocation.list()).toMatchObject([
      { id: revoked, name: '组员机', reason: '电脑遗失', by: '总部甲', cuts: [cut], lifted: null },
    ])
    expect(await titles()).toEqual(['停用以前记的'])
  })

  test('brings no package itself; what another forwards of it past the cut is refused, and the signed paper says so', async () => {
    for (const [seed, title] of [
      [2, '停用以后的第一个'],
      [3, '停用以后的第二个'],
    ] as const) {
      await photograph(member, await recordFinding(member, visit, { title }), seed)
    }
    await world.carry(member, leader)
    memo = await compileMemo(leader, visit)
    await sign(leader, await freeze(leader, memo))
    await world.carry(leader, headquarters)
    expect(await titles()).toEqual(['停用以前记的'])
    expect(await changedOf(memo)).toContain('所依据的记录已被拒绝')
    expect((await headquarters.client.home.summary()).groundless).toMatchObject({
      total: 1,
      papers: [{ id: memo, grounds: '所依据的记录已被拒绝' }],
    })
    expect((await headquarters.client.document.get({ id: memo })).grounds).toEqual(['所依据的记录已被拒绝'])
    // And the lead hears of it with what comes down.
    await world.carry(headquarters, leader)
    expect((await leader.client.home.summary()).groundless.papers.map(({ id }) => id)).toEqual([memo])
    await recordFinding(member, visit, { title: '自己送来的' })
    const own = world.send(member, headquarters).then((file) => world.stage(headquarters, file))
    expect((await problemOf(own)).kind).toBe('package.senderRevoked')
  })

  test('after a look its later work counts up to a change, and no further', async () => {
    const { client } = headquarters
    const late = await lateRows()
    expect(late.every(({ author, log }) => author === '组员机甲' && log === '组员机')).toBe(true)
    const second = late.findIndex(({ noun, name }) => noun === '问题' && name === '停用以后的第二个')
    const last = late[second - 1]
    expect(last?.letsIn).toBe(second)
    await client.revocation.letIn({ change: last?.change ?? '', reason: '核实是遗失以前写的' })
    expect(await titles()).toEqual(['停用以前记的', '停用以后的第一个'])
    const [view] = await client.revocation.list()
    expect(view?.cuts[0]?.words).toContain('中的第')
    expect((await problemOf(client.revocation.letIn({ change: last?.change ?? '', reason: '再来' }))).kind).toBe(
      'revocation.notLate',
    )
  })

  test('is let in again, with all that it wrote; the paper is as it was, and so are tables made anew', async () => {
    const { client } = headquarters
    await client.revocation.lift({ id: revoked, reason: '电脑找到了' })
    expect(await titles()).toEqual(['停用以前记的', '停用以后的第一个', '停用以后的第二个'].toSorted())
    expect(await changedOf(memo)).toBe('')
    expect((await client.home.summary()).groundless.total).toBe(0)
    expect(await lateRows()).toEqual([])
    expect((await client.revocation.list())[0]?.lifted?.reason).toBe('电脑找到了')
    const before = await factsOf(headquarters, rowEntities)
    await rebuildTables(workspaceOf(headquarters).store)
    expect(await factsOf(headquarters, rowEntities)).toEqual(before)
  })
})

describe('a person', () => {
  test('keeps what was seen of her on every computer, and nothing after it', async () => {
    const { client } = headquarters
    const subject = { kind: '人员' as const, subject: leader.person }
    const cuts = await client.revocation.cuts(subject)
    expect(cuts.map(({ name }) => name)).toContain('组长机')
    const { id } = await client.revocation.revoke({ ...subject, reason: '调离' })
    expect((await client.document.page({})).documents.map(({ state }) => state)).toEqual(['部分签名'])
    await recordFinding(leader, visit, { title: '调离以后写的' })
    await world.carry(leader, headquarters)
    expect(await titles()).not.toContain('调离以后写的')
    const late = (await lateRows()).find(({ noun }) => noun === '问题')
    expect(late).toMatchObject({
      noun: '问题',
      author: '组长机甲',
      reason: expect.stringContaining('人员已被总部停用'),
    })
    await client.revocation.lift({ id, reason: '没有调离' })
    expect(await titles()).toContain('调离以后写的')
  })

  test('who is at work here cannot put himself out of use', async () => {
    const own = headquarters.client.revocation.revoke({ kind: '人员', subject: headquarters.person, reason: '误点' })
    expect((await problemOf(own)).kind).toBe('revocation.own')
  })
})

describe('a certificate', () => {
  test('leaves the signatures that were seen valid and ends those after', async () => {
    const { client } = headquarters
    const trusted = async (id: string) =>
      (await client.documentCheck.get({ id }))?.signatures.map((signature) => signature.trusted)
    expect(await trusted(memo)).toEqual([true])
    const [certificate] = (await client.revocation.subjects()).filter(({ kind }) => kind === '证书')
    expect(certificate?.name).toBe('组长机甲的签名证书')
    await client.revocation.revoke({ kind: '证书', subject: certificate?.subject ?? '', reason: '私钥外泄' })
    expect(await trusted(memo)).toEqual([true])
    const second = await makeVisit(leader, member, unit)
    await photograph(leader, await recordFinding(leader, second), 5)
    const later = await compileMemo(leader, second)
    await sign(leader, await freeze(leader, later))
    await world.carry(leader, headquarters)
    expect(await trusted(memo)).toEqual([true])
    expect(await trusted(later)).toEqual([false])
  })
})

describe('a package that does not come', () => {
  test('is told with its sender, declared lost with a reason, and counts as come when it does', async () => {
    const { client } = headquarters
    await leader.client.unit.save({ set: { name: '遗失包里的单位' } })
    const lost = await world.send(leader, headquarters)
    await leader.client.unit.save({ set: { name: '后一个包里的单位' } })
    const next = await world.stage(headquarters, await world.send(leader, headquarters))
    expect(next.state).toBe('waiting')
    const serial = next.serial - 1
    expect(await client.incoming.gaps()).toMatchObject([{ senderName: '组长机', serial, lost: null }])
    const missing = { sender: leader.log, serial }
    await client.incoming.declareLost({ ...missing, reason: '介质损坏' })
    expect(await client.incoming.gaps()).toMatchObject([{ serial, lost: { reason: '介质损坏' } }])
    expect((await problemOf(client.incoming.declareLost({ ...missing, reason: '再来' }))).kind).toBe('sync.notMissing')
    await world.receive(headquarters, lost)
    expect(await client.incoming.gaps()).toEqual([])
    expect(await client.sync.staged()).toEqual([])
  })
})
