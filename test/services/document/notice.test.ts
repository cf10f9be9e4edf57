import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPackage } from '../../../electron/opc/package.ts'
import { finished } from '../../../electron/services/machine.ts'
import { memoBytes, photograph, recordFinding, sign } from '../../journeys/story.ts'
import { createWorld, type Laptop, type World } from '../../world.ts'
import { makeVisit } from '../inspection.ts'

/** 单问题整改通知书: a second kind of paper goes the same way as the memo, through the same code. */
const kind = '单问题整改通知书'
let world: World
let laptop: Laptop
let visit: string
let finding: string
let other: string
let notice: string

beforeAll(async () => {
  world = await createWorld({ seed: 'notice' })
  laptop = await world.laptop('组长', '组长')
  visit = await makeVisit(laptop, { singleInspectorReason: '另一人请假' })
  finding = await recordFinding(laptop, visit, { title: '本通知的问题', requirement: null })
  other = await recordFinding(laptop, visit, { title: '别的问题', fact: '别处的事实。' })
  await photograph(laptop, finding, 1)
  await photograph(laptop, other, 2)
  notice = (await laptop.client.document.compile({ kind, about: finding })).id
})
afterAll(() => world.end())

const view = () => laptop.client.document.get({ id: notice })
const textOf = async (version: string) =>
  [...(await readPackage(await memoBytes(laptop, version))).parts.values()]
    .map(({ bytes }) => new TextDecoder().decode(bytes))
    .join('\n')

test('is one for its finding, and known by its kind', async () => {
  expect(await laptop.client.document.compile({ kind, about: finding })).toEqual({ id: notice })
  expect(await view()).toMatchObject({ kind, visit, state: '草稿', choosing: false, unitName: '江口县地方税务局' })
  const { fileName } = await laptop.client.document.preview({ id: notice })
  expect(fileName).toBe('江口县地方税务局_2026-11-21_整改通知书_草稿.docx')
})

test('names what keeps it from being frozen: a team issues no notice, and a requirement is not left open', async () => {
  await laptop.client.document.save({ id: notice, set: { issuer: '第一检查组', issuedOn: '2026-11-25' } })
  const obstacles = await laptop.client.document.obstacles({ id: notice })
  expect(obstacles.map(({ entity, missing }) => [entity, missing])).toEqual([
    ['document', ['署名单位应为机关或者办公厅（室）：检查组没有发文资格']],
    ['finding', ['整改要求']],
  ])
  await expect(finished(laptop.client, await laptop.client.document.freeze({ id: notice }))).rejects.toMatchObject({
    kind: 'document.incomplete',
  })
})

test('is frozen, signed, checked, put out of date and voided like any paper', async () => {
  const { seen } = await laptop.client.finding.get({ id: finding })
  await laptop.client.finding.save({ id: finding, visit, set: { requirement: '补齐接待清单。' }, seen })
  await laptop.client.document.save({ id: notice, set: { issuer: '江口县地方税务局办公室' } })
  const { version } = await finished(laptop.client, await laptop.client.document.freeze({ id: notice }))
  await sign(laptop, version)
  expect(await view()).toMatchObject({ state: '已签齐', versions: [{ outdated: [], incomparable: 0 }] })
  expect(await laptop.client.documentCheck.get({ id: notice })).toMatchObject({
    verdict: 'untrusted',
    reasons: [],
    signatures: [{ intact: true, role: '组长' }],
    absent: 0,
    changed: 0,
  })
  const text = await textOf(version)
  expect(text).toContain('关于本通知的问题的整改通知')
  for (const foreign of ['别的问题', '别处的事实']) expect(text).not.toContain(foreign)

  await photograph(laptop, other, 3)
  expect((await view()).state).toBe('已签齐')
  await photograph(laptop, finding, 4)
  expect(await view()).toMatchObject({ state: '已失效', mayFreeze: false, versions: [{ outdated: [{ what: '增' }] }] })
  await laptop.client.document.void({ version, reason: '补充了证据' })
  expect(await view()).toMatchObject({ state: '已作废', mayFreeze: true })
})

test('names no inspector to the unit after a 暗访', async () => {
  const secret = await makeVisit(laptop, { mode: '暗访', singleInspectorReason: '另一人请假' })
  const seenThere = await recordFinding(laptop, secret, { title: '暗访的问题' })
  await photograph(laptop, seenThere, 5)
  const { id } = await laptop.client.document.compile({ kind, about: seenThere })
  await laptop.client.document.save({ id, set: { issuedOn: '2026-11-25' } })
  const { version } = await finished(laptop.client, await laptop.client.document.freeze({ id }))
  const { versions } = await laptop.client.document.get({ id })
  expect(versions[0]?.signers.map(({ person, role }) => [person, role])).toEqual([[null, '被检查单位负责人']])
  const names = (await laptop.client.person.list()).map(({ name }) => name ?? '')
  const text = await textOf(version)
  for (const name of names) expect(text).not.toContain(name)
})

test('a kind that this program does not know is refused with its name', async () => {
  await expect(laptop.client.document.compile({ kind: '专报', about: visit })).rejects.toMatchObject({
    kind: 'document.unknownKind',
    details: { kind: '专报' },
  })
})
