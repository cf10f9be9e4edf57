import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { certificateFacts, fromPem } from '../../electron/crypto/certificate/certificate.ts'
import { carry, finished } from '../../electron/services/machine.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { compileMemo, freeze, makeVisit, photograph, prepareRoster, problemOf, recordFinding, sign } from './story.ts'

/** What the screens of handing over rest on: packages that wait or never arrive, what is held, and who signed. */
let world: World
let headquarters: Headquarters
let team: Laptop
let visit: string
let memo: string
/** SHA-256 of what was photographed. */
const photos: string[] = []

beforeAll(async () => {
  world = await createWorld({ seed: 'handover' })
  ;[headquarters, team] = await Promise.all([world.headquarters('总部'), world.laptop('组长机', '组长')])
})
afterAll(() => world.end())

test('standing tells how far a workspace is enrolled, and by whom', async () => {
  expect(await team.client.enrolment.standing()).toEqual({ requested: false, headquarters: null, authority: null })
  expect(await problemOf(team.client.enrolment.authorityTicket())).toMatchObject({ kind: 'authority.missing' })
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, team, 'A')
  const { authority } = await headquarters.client.enrolment.standing()
  expect(authority).toMatchObject({ name: '总部证书机构' })
  expect(await team.client.enrolment.standing()).toEqual({ requested: true, headquarters: '总部', authority })
  const { ticket, fileName } = await team.client.enrolment.authorityTicket()
  expect(fileName).toBe('总部证书机构_根证书.pem')
  const pem = await readFile(await carry(team, ticket, world.stick), 'utf8')
  expect(fromPem(pem).map((der) => certificateFacts(der).sha256)).toEqual([authority?.fingerprint])

  // She signs on another laptop, which is not part of this story.
  const mate = (await team.client.person.save({ set: { name: '李组员' } })).id
  visit = await makeVisit(team, { person: mate }, unit)
  photos.push(await photograph(team, await recordFinding(team, visit), 1))
})

test('a package that never arrived is taken back, and the next one carries its content', async () => {
  await world.send(team, headquarters)
  expect(await problemOf(world.send(team, headquarters))).toMatchObject({ kind: 'sync.nothingNew' })
  const written = await outgoing()
  expect(written.map(({ serial, state }) => ({ serial, state }))).toEqual([{ serial: 1, state: '已写出' }])
  await team.client.sync.withdraw({ id: written[0]?.id ?? '' })
  expect((await outgoing())[0]?.state).toBe('已撤回')
  expect(await world.carry(team, headquarters)).toMatchObject({ state: 'ready', serial: 2, refused: [] })
  expect((await headquarters.client.finding.list({})).total).toBe(1)
})

test('a package that has its receipt stays, and one that came in is no one here to take back', async () => {
  await world.carry(headquarters, team)
  const [received] = await outgoing()
  expect(received).toMatchObject({ serial: 2, state: '已接收' })
  expect(await problemOf(team.client.sync.withdraw({ id: received?.id ?? '' }))).toMatchObject({
    kind: 'sync.alreadyReceived',
  })
  const incoming = (await team.client.sync.packages()).find(({ direction }) => direction === 'in')
  expect(await problemOf(team.client.sync.withdraw({ id: incoming?.id ?? '' }))).toMatchObject({
    kind: 'record.notFound',
  })
})

test('a staged package is found again by a window that did not see it, until it is dropped or accepted', async () => {
  expect(await headquarters.client.sync.staged()).toEqual([])
  photos.push(await photograph(team, await recordFinding(team, visit, { title: '第二个问题' }), 2))
  const file = await world.send(team, headquarters)
  const preview = await world.stage(headquarters, file)
  expect(await headquarters.client.sync.staged()).toEqual([preview])
  await headquarters.client.sync.drop({ import: preview.import })
  expect(await headquarters.client.sync.staged()).toEqual([])
  await world.receive(headquarters, file)
  expect(await headquarters.client.sync.staged()).toEqual([])
})

test('the check of a memo says who signed, whether it holds, and since when it is here', async () => {
  memo = await compileMemo(team, visit)
  expect(await team.client.documentCheck.get({ id: memo })).toBeNull()
  const version = await freeze(team, memo)
  expect(await team.client.documentCheck.get({ id: memo })).toMatchObject({ verdict: 'unsigned', arrivedAt: null })
  // The version is at headquarters for days before she signs: each is judged by its own arrival.
  await world.carry(team, headquarters)
  const arrivedAt = new Date(world.clock.now).toISOString()
  expect(await headquarters.client.documentCheck.get({ id: memo })).toMatchObject({ verdict: 'unsigned', arrivedAt })
  world.clock.now += 3 * 86_400_000
  await sign(team, version)
  await world.carry(team, headquarters)
  expect(await headquarters.client.documentCheck.get({ id: memo })).toMatchObject({
    // One line is still to be signed.
    verdict: 'waiting',
    reasons: ['有签名栏没有签名，可能尚未签署，也可能签名被删除了。'],
    signatures: [{ signer: '组长机甲', intact: true, trusted: true, reasons: [] }],
    absent: 0,
    changed: 0,
    arrivedAt,
  })
})

test('what headquarters holds comes as one zip: every original, the table, and the result of verifying', async () => {
  const written = await finished(headquarters.client, await headquarters.client.sync.holdings())
  expect(written).toMatchObject({
    fileName: '总部_所存内容_2026-11-25.zip',
    findings: 2,
    photos: 2,
    damaged: 0,
    documents: { valid: 0, untrusted: 0, waiting: 1, unsigned: 0, broken: 0 },
  })
  const bytes = await readFile(await carry(headquarters, written.ticket, world.stick))
  expect(bytes.length).toBe(written.size)
  const entries = await unzipped(bytes)
  expect([...entries.keys()].map((name) => name.split('/')[0])).toEqual(['照片', '照片', '问题.xlsx', '核验.json'])
  const hashes = [...entries.values()].slice(0, 2).map((photo) => createHash('sha256').update(photo).digest('hex'))
  expect(hashes.toSorted()).toEqual(photos.toSorted())
  const report = JSON.parse(entries.get('核验.json')?.toString() ?? '') as { readonly 备忘录: readonly object[] }
  expect(report.备忘录).toMatchObject([{ 结论: '签名未齐', 签名: [{ 内容完整: true }] }])
})

async function outgoing() {
  return (await team.client.sync.packages()).filter(({ direction }) => direction === 'out')
}

async function unzipped(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(bytes)
  const entries = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = []
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(Buffer.from(piece))
    entries.set(entry.fileName, Buffer.concat(pieces))
  }
  return entries
}
