import { readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { problemText } from '../../electron/contract/problem/problem.ts'
import { createIdentity } from '../../electron/crypto/age.ts'
import { sha256 } from '../../electron/crypto/hash.ts'
import { readSyncPackage, type PackageAcceptance } from '../../electron/syncPackage/read.ts'
import { openEntries, openTar, packEntries, sealBytes, sealEntries, type Entry } from './forge.ts'
import { headquarters, layGenuine, list, neverHere, outcomeOf } from './genuine.ts'
import { problemOf, stagingArea } from './reader.ts'

/** A package cut or altered on its way, or sealed anew, as anyone can who knows the recipient, around another tar. */
let file: string
let forged: string
beforeEach(async () => {
  ;({ file, forged } = await layGenuine())
})

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

  test.each([
    ['%PDF-1.7\n', 'application/pdf', ' PDF 文件'],
    ['PK\x03\x04\x14\0\0\0readme.txt', 'application/zip', '压缩文件'],
    ['\xff\xd8\xff\xe0', 'image/jpeg', '图片'],
  ])('another kind of file is called what it is, not damaged: %j', async (first, mediaType, word) => {
    await writeFile(forged, Buffer.concat([Buffer.from(first, 'latin1'), Buffer.alloc(2000, 7)]))
    expect((await outcomeOf(forged)).problem).toBe('package.otherFile')
    expect(problemText('package.otherFile', { mediaType }).happened).toBe(`这不是明察的数据包，而是${word}。`)
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

  test('bytes appended, no bytes at all, packed, nothing but zeros', async () => {
    const bytes = await readFile(file)
    const cases = [
      Buffer.concat([bytes, Buffer.from('x')]),
      Buffer.concat([bytes, bytes]),
      Buffer.alloc(0),
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
