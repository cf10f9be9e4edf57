import { readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { issueCertificate } from '../../electron/crypto/certificateIssue.ts'
import { hashHeader } from '../../electron/crypto/change.ts'
import { sha256, sha256Hex } from '../../electron/crypto/hash.ts'
import { signJws } from '../../electron/crypto/jws.ts'
import { createLogKey, signHead } from '../../electron/crypto/logKey.ts'
import { readPrivateKey } from '../../electron/crypto/privateKey.ts'
import type { PackageSigner } from '../../electron/syncPackage/manifest.ts'
import type { PackageLimits } from '../../electron/syncPackage/limits.ts'
import { readSyncPackage, type PackageAcceptance } from '../../electron/syncPackage/read.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { openEntries, openTar, packEntries, sealBytes, sealEntries, type Entry } from './forge.ts'
import { problemOf, stagingArea } from './reader.ts'
import { createSender, madeAt, makeBlob, makeLines, packageOf, seededBytes, seededId, type Sender } from './sender.ts'

const sender: Sender = await createSender('team log')
const headquarters: AgeKeys = await createIdentity()
const lines = makeLines(sender, 40)
const blobs = [makeBlob(seededBytes('photo', 150_000)), makeBlob(seededBytes('note', 700))]

let file: string
let forged: string
/** Sealed once: every test begins with the same bytes. */
let genuine: Buffer | undefined

beforeEach(async () => {
  const folder = await temporaryFolder()
  file = join(folder, 'genuine.mcsync')
  forged = join(folder, 'forged.mcsync')
  if (genuine === undefined) {
    await writeSyncPackage(packageOf(sender, headquarters, { file, lines, blobs }))
    genuine = await readFile(file)
  }
  await writeFile(file, genuine)
})

type Outcome = { readonly problem: string; readonly manifests: number; readonly lines: number; readonly blobs: number }

async function outcomeOf(path: string, limits: Partial<PackageLimits> = {}): Promise<Outcome> {
  const { staged, accept } = stagingArea()
  const problem = await problemOf(readSyncPackage({ file: path, identities: [headquarters.identity], accept, limits }))
  return { problem, manifests: staged.manifests, lines: staged.lines.length, blobs: staged.blobs.size }
}

test('the genuine package is read, so what follows fails for the reason that it names', async () => {
  expect(await outcomeOf(file)).toEqual({ problem: 'none', manifests: 1, lines: 40, blobs: 2 })
  await sealEntries(forged, headquarters.recipient, await openEntries(file, headquarters.identity))
  expect(await outcomeOf(forged)).toEqual({ problem: 'none', manifests: 1, lines: 40, blobs: 2 })
})

describe('a file that was cut or altered on the way', () => {
  test('cut at every border of the age file, and one byte to each side', async () => {
    const bytes = await readFile(file)
    const payload = bytes.indexOf('\n', bytes.indexOf('\n--- ') + 1) + 1
    const borders = [0, bytes.indexOf('\n') + 1, bytes.indexOf('\n--- ') + 1, payload, payload + 16]
    for (let at = payload + 16; at < bytes.length; at += 65_536 + 16) borders.push(at)
    borders.push(bytes.length)
    for (const cut of new Set(borders.flatMap((at) => [at - 1, at, at + 1]))) {
      if (cut < 0 || cut >= bytes.length) continue
      await writeFile(forged, bytes.subarray(0, cut))
      expect([cut, (await outcomeOf(forged)).problem]).toEqual([cut, 'package.damaged'])
    }
  })

  test('one byte altered, at sixty places', async () => {
    const bytes = await readFile(file)
    const header = bytes.indexOf('\n--- ')
    for (let round = 0; round < 60; round += 1) {
      const draw = sha256(`flip ${round}`)
      // A third of them in the header, which is a thousandth of the file.
      const at = draw.readUInt32BE() % (round % 3 === 0 ? header : bytes.length)
      const altered = Buffer.from(bytes)
      altered[at] = (bytes[at] ?? 0) ^ (1 + ((draw[4] ?? 0) % 255))
      await writeFile(forged, altered)
      const { problem } = await outcomeOf(forged)
      expect(['package.damaged', 'package.notForYou']).toContain(problem)
    }
  })

  test('bytes appended, no bytes at all, another kind of file', async () => {
    const bytes = await readFile(file)
    const cases = [
      Buffer.concat([bytes, Buffer.from('x')]),
      Buffer.concat([bytes, bytes]),
      Buffer.alloc(0),
      Buffer.from('PK\u0003\u0004 not a package'),
      gzipSync(bytes),
      Buffer.alloc(200_000),
    ]
    for (const content of cases) {
      await writeFile(forged, content)
      expect((await outcomeOf(forged)).problem).toBe('package.damaged')
    }
  })

  test('a file that is not there, and a folder', async () => {
    expect((await outcomeOf(`${file}.gone`)).problem).toBe('package.unreadable')
    expect((await outcomeOf(join(file, '..'))).problem).toBe('package.unreadable')
  })

  test('sealed for someone else', async () => {
    const stranger = await createIdentity()
    await sealEntries(forged, stranger.recipient, await openEntries(file, headquarters.identity))
    expect((await outcomeOf(forged)).problem).toBe('package.notForYou')
  })
})

describe('a tar that says something else, sealed anew for the same recipient', () => {
  test('cut at every border of the tar', async () => {
    const tar = await openTar(file, headquarters.identity)
    const borders = [0]
    for (const { bytes } of await openEntries(file, headquarters.identity)) {
      const start = (borders.at(-1) ?? 0) + 512
      borders.push(start, start + bytes.length, start + Math.ceil(bytes.length / 512) * 512)
    }
    borders.push(tar.length - 512, tar.length - 1)
    for (const cut of new Set(borders)) {
      await sealBytes(forged, headquarters.recipient, tar.subarray(0, cut))
      expect([cut, (await outcomeOf(forged)).problem]).toEqual([cut, 'package.damaged'])
    }
  })

  test('one byte altered, at a hundred and twenty places', async () => {
    const tar = await openTar(file, headquarters.identity)
    for (let round = 0; round < 120; round += 1) {
      const draw = sha256(`tar ${round}`)
      const at = draw.readUInt32BE() % (round % 2 === 0 ? 20_000 : tar.length)
      const altered = Buffer.from(tar)
      altered[at] = (tar[at] ?? 0) ^ (1 + ((draw[4] ?? 0) % 255))
      await sealBytes(forged, headquarters.recipient, altered)
      expect([at, (await outcomeOf(forged)).problem]).not.toEqual([at, 'none'])
    }
  })

  const inserted = (name: string, header: Partial<Entry['header']> = {}): Entry => ({
    header: { name, ...header },
    bytes: Buffer.from(header.type === undefined ? 'x' : ''),
  })
  const mutations: readonly (readonly [string, string, (entries: readonly Entry[]) => readonly Entry[]])[] = [
    ['two blobs swapped', 'package.damaged', ([m, s, c, a, b]) => list(m, s, c, b, a)],
    ['signature before manifest', 'package.damaged', ([m, s, ...rest]) => list(s, m, ...rest)],
    ['changes after the blobs', 'package.damaged', ([m, s, c, ...rest]) => list(m, s, ...rest, c)],
    ['no signature', 'package.damaged', ([m, , ...rest]) => list(m, ...rest)],
    ['a blob missing', 'package.damaged', ([m, s, c, a]) => list(m, s, c, a)],
    ['all blobs missing', 'package.damaged', ([m, s, c]) => list(m, s, c)],
    ['a blob twice', 'package.damaged', ([m, s, c, a, b]) => list(m, s, c, a, a, b)],
    ['the changes twice', 'package.damaged', ([m, s, c, ...rest]) => list(m, s, c, c, ...rest)],
    ['an extra entry at the end', 'package.damaged', (all) => [...all, inserted('readme.txt')]],
    ['an extra entry between', 'package.damaged', ([m, s, ...rest]) => list(m, s, inserted('readme.txt'), ...rest)],
    ['two blobs with their contents exchanged', 'package.damaged', exchangeBlobs],
    ['a name that climbs out', 'package.unsafe', ([m, s, ...rest]) => list(m, s, inserted('../evil'), ...rest)],
    ['a blob that climbs out', 'package.unsafe', (all) => renamed(all, 3, 'blobs/../../evil')],
    ['an absolute name', 'package.unsafe', (all) => renamed(all, 3, '/etc/cron.d/evil')],
    ['a name of Windows', 'package.unsafe', (all) => renamed(all, 2, 'C:changes.ndjson')],
    ['a name with backslashes', 'package.unsafe', (all) => renamed(all, 3, '..\\..\\evil')],
    ['a symbolic link', 'package.unsafe', (all) => linked(all, 'symlink')],
    ['a hard link', 'package.unsafe', (all) => linked(all, 'link')],
    ['a device', 'package.unsafe', ([m, ...rest]) => list(inserted('null', { type: 'character-device' }), m, ...rest)],
    ['a pipe', 'package.unsafe', ([m, s, ...rest]) => list(m, s, inserted('pipe', { type: 'fifo' }), ...rest)],
    [
      'a folder',
      'package.unsafe',
      ([m, s, c, ...rest]) => list(m, s, c, inserted('blobs/', { type: 'directory' }), ...rest),
    ],
    ['a long name in an extension header', 'package.unsafe', (all) => renamed(all, 3, `${'x'.repeat(200)}`)],
    ['the changes altered', 'package.damaged', (all) => edited(all, 2, (text) => text.replace('第1号', '第9号'))],
    ['a change dropped', 'package.damaged', (all) => edited(all, 2, (text) => text.slice(text.indexOf('\n') + 1))],
    ['two changes exchanged', 'package.damaged', (all) => edited(all, 2, exchangeLines)],
    [
      'the manifest altered',
      'package.signatureInvalid',
      (all) => edited(all, 0, (text) => text.replace('"serial":1', '"serial":2')),
    ],
    ['the manifest written otherwise', 'package.signatureInvalid', (all) => edited(all, 0, (text) => ` ${text}`)],
    ['the signature altered', 'package.signatureInvalid', (all) => edited(all, 1, alterSignature)],
    ['the signature emptied', 'package.signatureInvalid', (all) => edited(all, 1, () => '')],
  ]
  test.each(mutations)('%s: %s', async (_name, problem, mutate) => {
    await sealEntries(forged, headquarters.recipient, mutate(await openEntries(file, headquarters.identity)))
    const outcome = await outcomeOf(forged)
    expect(outcome.problem).toBe(problem)
    // Nothing is handed on before the manifest's signature holds.
    const handedOn = outcome.manifests + outcome.lines + outcome.blobs
    expect(problem === 'package.signatureInvalid' ? handedOn : 0).toBe(0)
  })

  const acceptors: readonly (readonly [string, PackageAcceptance['blob']])[] = [
    ['does not look', async () => undefined],
    ['reads a little', async (_entry, content) => void (await once(content, 'data'))],
    [
      'swallows what the stream fails with',
      async (_entry, content) => void (await buffer(content).catch(() => undefined)),
    ],
    [
      'throws something else',
      async (_entry, content) => void (await buffer(content).catch(() => Promise.reject(new Error('x')))),
    ],
  ]
  test.each(acceptors)('an altered blob is refused even if its acceptor %s', async (_name, blob) => {
    for (const index of [3, 4]) {
      const entries = await openEntries(file, headquarters.identity)
      const bytes = Buffer.from(entries[index]?.bytes ?? [])
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      const altered = entries.map((entry, at) => (at === index ? { ...entry, bytes } : entry))
      await sealEntries(forged, headquarters.recipient, altered)
      const accept = { ...stagingArea().accept, blob }
      const reading = { file: forged, identities: [headquarters.identity], accept }
      expect(await problemOf(readSyncPackage(reading))).toBe('package.damaged')
    }
  })

  test('garbage after the end marker, an entry after it, a gap between entries, more end than any tar writes', async () => {
    const entries = await openEntries(file, headquarters.identity)
    const tar = await packEntries(entries)
    const [first] = entries
    const start = await packEntries(list(first))
    const cases = [
      Buffer.concat([tar, Buffer.from('garbage'.padEnd(512, '\0'))]),
      Buffer.concat([tar, await packEntries([inserted('late.txt')])]),
      Buffer.concat([start, tar.subarray(start.length - 1024)]),
      Buffer.concat([tar, Buffer.alloc(100)]),
      Buffer.concat([tar, Buffer.alloc(512 * 40)]),
      tar.subarray(0, -512),
    ]
    for (const bytes of cases) {
      await sealBytes(forged, headquarters.recipient, bytes)
      expect((await outcomeOf(forged)).problem).toBe('package.damaged')
    }
    // GNU tar fills up to its record size.
    await sealBytes(forged, headquarters.recipient, Buffer.concat([tar, Buffer.alloc(512 * 18)]))
    expect((await outcomeOf(forged)).problem).toBe('none')
  })
})

describe('a package that its sender signed, but not rightly', () => {
  test('signed by another key under the genuine certificates', async () => {
    const thief: PackageSigner = { privateKey: createLogKey().privateKeyPkcs8, chain: sender.signer.chain }
    await writeSyncPackage({ ...packageOf(sender, headquarters, { file: forged, lines, blobs }), signer: thief })
    expect(await outcomeOf(forged)).toEqual({ problem: 'package.signatureInvalid', manifests: 0, lines: 0, blobs: 0 })
  })

  test('signed by another log of the same headquarters in this one’s name', async () => {
    const other = await createSender('another log', sender.authority)
    const writing = packageOf(sender, headquarters, { file: forged, lines, blobs })
    await writeSyncPackage({ ...writing, signer: other.signer })
    expect(await outcomeOf(forged)).toEqual({ problem: 'package.signatureInvalid', manifests: 0, lines: 0, blobs: 0 })
  })

  test('signed under a certificate that names the log but was given to a person', async () => {
    const own = await issueCertificate({
      publicKey: sender.birth.publicKey,
      subject: { name: sender.log },
      usage: 'person',
      authority: sender.authority,
      notBefore: madeAt,
      notAfter: '2029-11-22T07:20:00.000Z',
    })
    const signer = { ...sender.signer, chain: [own, ...sender.authority.chain] }
    await writeSyncPackage({ ...packageOf(sender, headquarters, { file: forged, lines, blobs }), signer })
    expect((await outcomeOf(forged)).problem).toBe('package.signatureInvalid')
  })

  test('a head that the range’s own log did not sign', async () => {
    const writing = packageOf(sender, headquarters, { file: forged, lines, blobs })
    const [range] = writing.manifest.ranges
    if (range === undefined) throw new Error('there is a range')
    const number = range.to
    const byThief = signHead({ log: sender.log, number, hash: range.head }, createLogKey().privateKeyPkcs8)
    const ofEarlier = signHead(
      { log: sender.log, number: number - 1, hash: hashHeader(lines[number - 2]?.header ?? neverHere()) },
      sender.signer.privateKey,
    )
    const ofLater = signHead({ log: sender.log, number: number + 1, hash: range.head }, sender.signer.privateKey)
    const ofOther = signHead({ log: seededId('other'), number, hash: range.head }, sender.signer.privateKey)
    for (const signedHead of [byThief, ofEarlier, ofLater, ofOther]) {
      const ranges = [{ ...range, signedHead }]
      await writeSyncPackage({ ...writing, manifest: { ...writing.manifest, ranges } })
      expect(await outcomeOf(forged)).toEqual({ problem: 'log.headInvalid', manifests: 0, lines: 0, blobs: 0 })
    }
  })

  const signedManifests: readonly (readonly [string, string, (manifest: string) => string])[] = [
    ['a later format', 'package.newer', (text) => text.replace('mcsync/1', 'mcsync/2')],
    [
      'a later schema',
      'package.newer',
      (text) => text.replace('"schemaVersion":1,"sender"', '"schemaVersion":2,"sender"'),
    ],
    ['another format', 'package.damaged', (text) => text.replace('mcsync/1', 'zip/1')],
    ['an unknown member', 'package.damaged', (text) => text.replace('"drill"', '"also":1,"drill"')],
    ['a member twice', 'package.damaged', (text) => text.replace('"drill":false', '"drill":true,"drill":false')],
    ['a member missing', 'package.damaged', (text) => text.replace('"drill":false,', '')],
    ['spaces', 'package.damaged', (text) => `${text}\n`],
    ['no object', 'package.damaged', () => '[]'],
    ['null', 'package.damaged', () => 'null'],
    ['no JSON', 'package.damaged', () => 'manifest'],
    ['one change fewer', 'package.damaged', (text) => text.replace('"count":40', '"count":39')],
    ['one change more', 'package.damaged', (text) => text.replace('"count":40', '"count":41')],
    ['a blob twice', 'package.damaged', (text) => text.replace(/(\{"sha256":"[0-9a-f]{64}","size":700\})/, '$1,$1')],
    ['a blob of another size', 'package.damaged', (text) => text.replace('"size":700', '"size":701')],
    ['a range that leaves lines out', 'package.damaged', (text) => text.replace('"from":1,', '"from":2,')],
    ['a range that ends before it begins', 'package.damaged', (text) => text.replace('"from":1,', '"from":41,')],
  ]
  test.each(signedManifests)('a manifest with %s: %s', async (_name, problem, edit) => {
    const entries = await openEntries(file, headquarters.identity)
    const text = entries[0]?.bytes.toString() ?? ''
    expect(edit(text)).not.toBe(text)
    await sealEntries(forged, headquarters.recipient, await resigned(entries, Buffer.from(edit(text))))
    expect((await outcomeOf(forged)).problem).toBe(problem)
  })

  const signedLines: readonly (readonly [string, string, (text: string) => string | Buffer])[] = [
    ['a line without its end', 'package.damaged', (text) => text.slice(0, -1)],
    ['an empty line', 'package.damaged', (text) => `\n${text}`],
    ['a line that is no JSON', 'package.damaged', (text) => text.replace('{', '')],
    ['a line of another shape', 'package.damaged', (text) => text.replace('"state":"present"', '"state":"presents"')],
    ['a line with spaces', 'package.damaged', (text) => text.replace('{', '{ ')],
    ['a byte order mark', 'package.damaged', (text) => `\u{feff}${text}`],
    ['bytes that are no UTF-8', 'package.damaged', (text) => Buffer.concat([Buffer.from(text), Buffer.of(0xff, 0x0a)])],
    ['a lone surrogate', 'package.damaged', (text) => text.replace('第1号', '\\ud800')],
    ['a line without end', 'package.tooLarge', (text) => text + 'x'.repeat(1024 ** 2)],
  ]
  test.each(signedLines)('changes with %s: %s', async (_name, problem, edit) => {
    const entries = await openEntries(file, headquarters.identity)
    const bytes = Buffer.from(edit(entries[2]?.bytes.toString() ?? ''))
    const manifest = JSON.parse(entries[0]?.bytes.toString() ?? '') as Record<string, JsonValue>
    const count = bytes.toString('latin1').split('\n').length - 1
    manifest['changes'] = { count, size: bytes.length, sha256: sha256Hex(bytes) }
    const text = Buffer.from(canonicalJson(manifest))
    const replaced = entries.map((entry, index) => (index === 2 ? { ...entry, bytes } : entry))
    await sealEntries(forged, headquarters.recipient, await resigned(replaced, text))
    expect((await outcomeOf(forged)).problem).toBe(problem)
  })

  test('entries larger than the limits', async () => {
    const cases: readonly Partial<PackageLimits>[] = [
      { manifest: 100 },
      { signature: 100 },
      { changes: 100 },
      { line: 300 },
      { blob: 100_000 },
      { file: 1000 },
    ]
    for (const limits of cases) {
      expect([limits, (await outcomeOf(file, limits)).problem]).toEqual([limits, 'package.tooLarge'])
    }
  })
})

function list(...entries: readonly (Entry | undefined)[]): readonly Entry[] {
  return entries.map((entry) => entry ?? neverHere())
}

function neverHere(): never {
  throw new Error('the genuine package has this part')
}

function renamed(entries: readonly Entry[], index: number, name: string): readonly Entry[] {
  return entries.map((entry, at) => (at === index ? { ...entry, header: { ...entry.header, name } } : entry))
}

function linked(entries: readonly Entry[], type: 'link' | 'symlink'): readonly Entry[] {
  return entries.map((entry, at) =>
    at === 3 ? { header: { name: entry.header.name, type, linkname: '/etc/passwd' }, bytes: Buffer.alloc(0) } : entry,
  )
}

function edited(entries: readonly Entry[], index: number, edit: (text: string) => string): readonly Entry[] {
  return entries.map((entry, at) => {
    if (at !== index) return entry
    const text = entry.bytes.toString()
    expect(edit(text)).not.toBe(text)
    return { ...entry, bytes: Buffer.from(edit(text)) }
  })
}

function exchangeBlobs([m, s, c, a, b]: readonly Entry[]): readonly Entry[] {
  const [first, second] = [a ?? neverHere(), b ?? neverHere()]
  return list(m, s, c, { ...first, bytes: second.bytes }, { ...second, bytes: first.bytes })
}

function exchangeLines(text: string): string {
  const [first, second, ...rest] = text.split('\n')
  return [second, first, ...rest].join('\n')
}

function alterSignature(token: string): string {
  const dot = token.lastIndexOf('.')
  return token.slice(0, dot + 1) + (token[dot + 1] === 'A' ? 'B' : 'A') + token.slice(dot + 2)
}

/** The entries with another manifest, signed by the sender's own key. */
async function resigned(entries: readonly Entry[], manifest: Buffer): Promise<readonly Entry[]> {
  const { privateKey, chain } = sender.signer
  const payload = { format: 'mcsync/1', manifestSha256: sha256Hex(manifest) }
  const token = await signJws(payload, { privateKey: readPrivateKey(privateKey), chain, typ: 'mcsync' })
  const [m, s, ...rest] = entries
  return list({ ...(m ?? neverHere()), bytes: manifest }, { ...(s ?? neverHere()), bytes: Buffer.from(token) }, ...rest)
}
