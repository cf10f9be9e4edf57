import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { writeHoldings } from '../../electron/services/holdings/holdings.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import {
  compileMemo,
  factsOf,
  freeze,
  makeVisit,
  memoBytes,
  photograph,
  prepareRoster,
  recordFinding,
  sign,
} from './story.ts'

/** The line of the product in one story: two laptops and a headquarters, from the first finding to the receipt. */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
let memberFinding: string
let leaderFinding: string
let photos: readonly string[]
let memo: string
let version: string
let toHeadquarters: string

beforeAll(async () => {
  world = await createWorld({ seed: 'main line', newKeys: 'rsa-3072' })
  ;[headquarters, leader, member] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.carry(member, leader)
  const visit = await makeVisit(leader, member, unit)
  await world.carry(leader, member)
  memberFinding = await recordFinding(member, visit, { title: '考勤登记不全', riskPoint: 'GB-01' })
  leaderFinding = await recordFinding(leader, visit)
  photos = [
    await photograph(member, memberFinding, 1),
    await photograph(member, memberFinding, 2),
    await photograph(leader, leaderFinding, 3),
  ]
  await world.carry(member, leader)
  memo = await compileMemo(leader, visit)
  version = await freeze(leader, memo)
  await world.carry(leader, member)
  // Both sign before either knows of the other's signature.
  world.clock.step()
  await sign(member, version)
  await sign(leader, version)
  await world.carry(member, leader)
  await world.carry(leader, member)
  toHeadquarters = await world.send(leader, headquarters)
  await world.receive(headquarters, toHeadquarters)
})

afterAll(() => world.end())

const everyone = (): readonly Machine[] => [leader, member, headquarters]

test('the numbers are the same everywhere and carry the letter of the laptop that recorded them', async () => {
  const numbers = new Map([
    [memberFinding, 'B-001'],
    [leaderFinding, 'A-001'],
  ])
  for (const { client } of everyone()) {
    const { findings } = await client.finding.list({})
    expect(new Map(findings.map(({ id, number }) => [id, number]))).toEqual(numbers)
  }
})

test('every machine holds the same facts, names and events', async () => {
  const entities = ['unit', 'person', 'campaign', 'visit', 'visitInspector', 'finding', 'evidence', 'document'] as const
  const events = ['documentFrozen', 'documentSigner', 'documentSigned'] as const
  const atLeader = await factsOf(leader, [...entities.slice(3), ...events])
  for (const machine of [member, headquarters]) {
    expect(await factsOf(machine, [...entities.slice(3), ...events])).toEqual(atLeader)
  }
})

test('the photos are at headquarters byte for byte', async () => {
  const { blobs } = workspaceOf(headquarters).store
  for (const sha256 of photos) expect(sha256Hex(await blobs.read(sha256))).toBe(sha256)
})

test('two signatures that were made at once end in one file with the same bytes on every machine', async () => {
  const bytes = await memoBytes(leader, version)
  for (const machine of [member, headquarters]) expect(await memoBytes(machine, version)).toEqual(bytes)
  const anchors = [Buffer.from(headquarters.ca.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')]
  const { verdict, signatures } = await verifyDocx(bytes, { anchors, at: new Date(world.clock.now).toISOString() })
  expect(verdict).toBe('valid')
  expect(signatures.map(({ signer, intact, trusted }) => ({ signer, intact, trusted }))).toEqual([
    { signer: '组员机甲', intact: true, trusted: true },
    { signer: '组长机甲', intact: true, trusted: true },
  ])
})

test('the memo is 已签齐 on every machine', async () => {
  for (const { client } of everyone()) expect((await client.document.get({ id: memo })).state).toBe('已签齐')
})

test('核验 at headquarters says valid, nothing absent, and since when it is there', async () => {
  const folder = join(world.folder, 'holdings')
  const { findings, photos: written, damaged } = await writeHoldings(workspaceOf(headquarters), folder, 'now')
  expect({ findings, written, damaged }).toEqual({ findings: 2, written: 3, damaged: 0 })
  const report = JSON.parse(await readFile(join(folder, '核验.json'), 'utf8')) as {
    备忘录: readonly Record<string, unknown>[]
    被拒绝的内容: readonly unknown[]
  }
  expect(report.被拒绝的内容).toEqual([])
  expect(report.备忘录).toMatchObject([
    {
      状态: '已签齐',
      结论: '有效',
      打印内容: { 日志中缺失: 0, 定稿后改动: 0 },
      总部收到: new Date(world.clock.now).toISOString(),
    },
  ])
})

test('the receipt makes the package 已接收 at the team, and then nothing is left to send at either end', async () => {
  const stateAt = async (serial: number) =>
    (await leader.client.sync.packages()).find(
      (row) => row.direction === 'out' && row.peer === headquarters.log && row.serial === serial,
    )?.state
  expect(await stateAt(1)).toBe('已写出')
  expect((await headquarters.client.sync.waitingDown()).map(({ name, words }) => [name, words])).toEqual([
    ['组长机', '1 个单位、1 名人员、1 份回执、1 台电脑登记、1 个编号字母、1 项授权'],
    ['组员机', '1 个单位'],
  ])
  for (const one of [leader, member]) await world.carry(headquarters, one)
  expect(await stateAt(1)).toBe('已接收')
  expect((await headquarters.client.workspace.current()).counts.unsent).toBe(0)
  expect((await leader.client.workspace.current()).counts.unsent).toBe(0)
})
