import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChangeLine } from '../../electron/contract/change.ts'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import { verifyChain } from '../../electron/crypto/certificate/certificateChain.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { inspectSyncPackage } from '../../electron/syncPackage/inspect.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { createSender, madeAt, makeBlob, makeLines, packageOf, seededBytes, type Sender } from './sender.ts'

let sender: Sender
let headquarters: AgeKeys
let file: string

beforeAll(async () => {
  sender = await createSender('team log')
  headquarters = await createIdentity()
})

beforeEach(async () => {
  file = join(await temporaryFolder(), 'a.mcsync')
})

async function write(lines: readonly ChangeLine[]): Promise<void> {
  const blobs = [makeBlob(seededBytes('a', 1000)), makeBlob(seededBytes('b', 234))]
  await writeSyncPackage(packageOf(sender, headquarters, { file, lines, blobs }))
}

test('an intact package is described, with the signer’s certificates, as JSON', async () => {
  await write(makeLines(sender, 30))
  const report = await inspectSyncPackage({ file, identities: [headquarters.identity] })
  const bytes = await readFile(file)
  expect(report).toMatchObject({
    state: 'intact',
    reasons: [],
    file: { size: bytes.length, sha256: sha256Hex(bytes) },
    manifest: {
      format: 'mcsync/2',
      drill: false,
      serial: 1,
      changes: 30,
      blobs: { count: 2, size: 1234 },
      ranges: [{ log: sender.log, from: 1, to: 30 }],
    },
    signer: { publicKey: sender.birth.publicKey, certificates: [{ commonName: sender.log, usage: 'log' }, {}] },
  })
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  const question = { anchors: sender.authority.chain, at: madeAt, usage: 'log' as const }
  expect(verifyChain({ ...question, chain: report.signer?.chain ?? [] }).trusted).toBe(true)
})

test('a range that begins in the middle of a log is intact', async () => {
  await write(makeLines(sender, 30).slice(12))
  expect(await inspectSyncPackage({ file, identities: [headquarters.identity] })).toMatchObject({ state: 'intact' })
})

test('without the right identity nothing of it is known but the file', async () => {
  await write(makeLines(sender, 2))
  const report = await inspectSyncPackage({ file, identities: [sender.age.identity] })
  expect(Object.keys(report)).toEqual(['state', 'reasons', 'file'])
  expect([report.state, report.reasons[0]?.kind]).toEqual(['unreadable', 'package.notForYou'])
})

test('a file that is not there', async () => {
  const report = await inspectSyncPackage({ file: `${file}.gone`, identities: [headquarters.identity] })
  expect([report.state, report.reasons[0]?.kind, report.file]).toEqual(['unreadable', 'package.unreadable', undefined])
})

test('a byte altered in a blob: broken, and the manifest is still told because its signature holds', async () => {
  await write(makeLines(sender, 2000))
  const bytes = await readFile(file)
  const at = bytes.length - 40
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(file, bytes)
  const report = await inspectSyncPackage({ file, identities: [headquarters.identity] })
  expect([report.state, report.reasons.map(({ kind }) => kind)]).toEqual(['broken', ['package.damaged']])
  expect(report.manifest?.serial).toBe(1)
})

const unchained: readonly (readonly [string, (lines: readonly ChangeLine[]) => readonly ChangeLine[]])[] = [
  ['a change in the middle left out', (lines) => lines.filter((_line, index) => index !== 7)],
  ['two changes exchanged', ([a, b, c, ...rest]) => [a, c, b, ...rest].filter((line) => line !== undefined)],
  ['a change twice', ([a, ...rest]) => [a, a, ...rest].filter((line) => line !== undefined)],
  ['a body of another change', swapBodies],
  [
    'a header that names another predecessor',
    (lines) => lines.map((line, index) => (index === 9 ? estranged(line) : line)),
  ],
  [
    'an end that is not the signed head',
    (lines) => lines.map((line, index) => (index === 29 ? postponed(line) : line)),
  ],
  ['a beginning that is not the log’s', (lines) => lines.map((line, index) => (index === 0 ? estranged(line) : line))],
]
test.each(unchained)('signed and sealed rightly, but not one chain: %s', async (_name, alter) => {
  const lines = makeLines(sender, 30)
  await write(lines)
  const parts = packageOf(sender, headquarters, { file, lines, blobs: [] })
  const altered = async function* () {
    yield* alter(lines)
  }
  await writeSyncPackage({ ...parts, lines: altered })
  const report = await inspectSyncPackage({ file, identities: [headquarters.identity] })
  expect([report.state, report.reasons.map(({ kind }) => kind)]).toEqual(['broken', ['package.damaged']])
})

function swapBodies(lines: readonly ChangeLine[]): readonly ChangeLine[] {
  const [first, second, ...rest] = lines
  if (first?.state !== 'present' || second?.state !== 'present') throw new Error('both have bodies')
  return [{ ...first, body: second.body }, { ...second, body: first.body }, ...rest]
}

function estranged(line: ChangeLine): ChangeLine {
  return { ...line, header: { ...line.header, previous: 'A'.repeat(43) } }
}

function postponed(line: ChangeLine): ChangeLine {
  return { ...line, header: { ...line.header, clock: '1900000000000-0000' } }
}
