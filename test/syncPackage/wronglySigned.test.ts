import { beforeEach, describe, expect, test } from 'vitest'
import type { Manifest } from '../../electron/contract/syncPackage.ts'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { issueCertificate } from '../../electron/crypto/certificate/certificateIssue.ts'
import { hashHeader } from '../../electron/crypto/change.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { signJws } from '../../electron/crypto/jws.ts'
import { createLogKey, signHead } from '../../electron/crypto/logKey.ts'
import { readPrivateKey } from '../../electron/crypto/privateKey.ts'
import type { PackageSigner } from '../../electron/syncPackage/manifest.ts'
import type { PackageLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { openEntries, sealEntries, type Entry } from './forge.ts'
import { blobs, headquarters, layGenuine, lines, list, neverHere, outcomeOf, sender } from './genuine.ts'
import { problemOf, readAll, stagingArea } from './reader.ts'
import { readSyncPackage, type PackageAcceptance } from '../../electron/syncPackage/read.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { createSender, madeAt, packageOf, seededId } from './sender.ts'

/** A package that is whole and sealed, but signed by the wrong key, or rightly signed over what no package may say. */
let file: string
let forged: string
beforeEach(async () => {
  ;({ file, forged } = await layGenuine())
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
    ['a later format', 'package.newer', (text) => text.replace('mcsync/2', 'mcsync/3')],
    // What a newer schema says is kept and waits; only a newer format cannot be read.
    ['a later schema', 'none', (text) => text.replace(/"schemaVersion":\d+,"sender"/, '"schemaVersion":9,"sender"')],
    ['another format', 'package.damaged', (text) => text.replace('mcsync/2', 'zip/1')],
    ['the first format but a salt', 'package.damaged', (text) => text.replace('mcsync/2', 'mcsync/1')],
    ['a salt left out', 'log.idForged', (text) => text.replace(/,"salt":"[^"]+"/, '')],
    ['another salt', 'log.idForged', (text) => text.replace(/"salt":"[^"]+"/, '"salt":"AAAAAAAAAAAAAAAAAAAAAA"')],
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

  const grown: readonly (readonly [string, string, (manifest: Manifest) => object])[] = [
    ['a member of its own', 'none', (manifest) => ({ ...manifest, also: [1, { a: null }] })],
    ['one with a name of the language', 'package.damaged', (manifest) => ({ ...manifest, ['__proto__']: { a: 1 } })],
    ['one of its sender', 'none', ({ sender: own, ...rest }) => ({ ...rest, sender: { ...own, also: 1 } })],
    ['one of its ranges', 'none', ({ ranges, ...rest }) => ({ ...rest, ranges: ranges.map(withMore) })],
    ['one of its recipients', 'none', ({ recipients, ...rest }) => ({ ...rest, recipients: recipients.map(withMore) })],
    [
      'team, unit and level of its sender',
      'none',
      ({ sender: own, ...rest }) => ({ ...rest, sender: { ...own, ...words } }),
    ],
    [
      'a team without an id',
      'package.damaged',
      ({ sender: own, ...rest }) => ({ ...rest, sender: { ...own, team: { name: '甲' } } }),
    ],
    [
      'a level that is no word',
      'package.damaged',
      ({ sender: own, ...rest }) => ({ ...rest, sender: { ...own, level: 2 } }),
    ],
    [
      'one of a birth record',
      'package.damaged',
      ({ ranges, ...rest }) => ({
        ...rest,
        ranges: ranges.map((range) => ({ ...range, birth: withMore(range.birth) })),
      }),
    ],
    ['one of the changes', 'package.damaged', ({ changes, ...rest }) => ({ ...rest, changes: withMore(changes) })],
    ['one of a blob', 'package.damaged', ({ blobs: named, ...rest }) => ({ ...rest, blobs: named.map(withMore) })],
  ]
  const withMore = (record: object) => ({ ...record, also: 1 })
  const words = {
    unit: { code: '137', name: '某省税务局' },
    level: '省',
    team: { id: seededId('team'), name: '第一检查组' },
  }
  test.each(grown)('a manifest that tells more, %s: %s', async (_name, problem, grow) => {
    const entries = await openEntries(file, headquarters.identity)
    const told = grow(JSON.parse(entries[0]?.bytes.toString() ?? '') as Manifest) as JsonValue
    await sealEntries(forged, headquarters.recipient, await resigned(entries, Buffer.from(canonicalJson(told))))
    expect((await outcomeOf(forged)).problem).toBe(problem)
    if (problem !== 'none') return
    // What is carried is carried whole: the manifest goes by the hash of what was signed.
    const { manifest } = (await readAll(forged, headquarters.identity)).opened
    expect(canonicalJson(manifest)).toBe(canonicalJson(told))
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

  /** What nobody could read: so whoever refuses it has not tried to. */
  const nonsense = Buffer.alloc(47 * 1024 ** 2, 'x')

  test.each([
    ['a stranger’s manifest of 47 MB is refused by who signed it, unread', nonsense, 'package.senderUnknown', 1],
    [
      'a stranger’s small one is read, so that the reason can be told',
      nonsense.subarray(0, 1000),
      'package.damaged',
      0,
    ],
  ] as const)('%s', async (_, manifest, problem, asked) => {
    const entries = await openEntries(file, headquarters.identity)
    await sealEntries(forged, headquarters.recipient, await resigned(entries, manifest))
    let asking = 0
    const accept: PackageAcceptance = {
      ...stagingArea().accept,
      signer: async ({ publicKey }) => {
        asking += 1
        expect(publicKey).toBe(sender.birth.publicKey)
        throw new Problem('package.senderUnknown', {})
      },
    }
    const work = readSyncPackage({ file: forged, identities: [headquarters.identity], accept })
    expect([await problemOf(work), asking]).toEqual([problem, asked])
  })

  test('of one who is known a large manifest is read like any other, and he is asked for once', async () => {
    const { staged, accept } = stagingArea()
    let asking = 0
    const limits = { strangersManifest: 10 }
    const signer = async () => void (asking += 1)
    await readSyncPackage({ file, identities: [headquarters.identity], accept: { ...accept, signer }, limits })
    expect([asking, staged.manifests, staged.lines.length, staged.blobs.size]).toEqual([
      1,
      1,
      lines.length,
      blobs.length,
    ])
  })

  test.each([
    ['lists in each other', () => `${'['.repeat(400_000)}`],
    ['an object of objects', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['400,000 empty lists', () => `[${'[],'.repeat(300_000)}[]]`],
  ])('a change that is %s is damaged, and ends nobody’s process', async (_, text) => {
    const entries = await openEntries(file, headquarters.identity)
    const bytes = Buffer.from(`${text()}\n`)
    const manifest = JSON.parse(entries[0]?.bytes.toString() ?? '') as Record<string, JsonValue>
    manifest['changes'] = { count: 1, size: bytes.length, sha256: sha256Hex(bytes) }
    const replaced = entries.map((entry, index) => (index === 2 ? { ...entry, bytes } : entry))
    await sealEntries(forged, headquarters.recipient, await resigned(replaced, Buffer.from(canonicalJson(manifest))))
    expect((await outcomeOf(forged)).problem).toBe('package.damaged')
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

/** The entries with another manifest, signed by the sender's own key. */
async function resigned(entries: readonly Entry[], manifest: Buffer): Promise<readonly Entry[]> {
  const { privateKey, chain } = sender.signer
  const payload = { format: 'mcsync/2', manifestSha256: sha256Hex(manifest) }
  const token = await signJws(payload, { privateKey: readPrivateKey(privateKey), chain, typ: 'mcsync' })
  const [m, s, ...rest] = entries
  return list({ ...(m ?? neverHere()), bytes: manifest }, { ...(s ?? neverHere()), bytes: Buffer.from(token) }, ...rest)
}
