import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { selfSignedCertificate } from '../../electron/crypto/certificate/certificateIssue.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { signJws } from '../../electron/crypto/jws.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { readPrivateKey } from '../../electron/crypto/privateKey.ts'
import type { Manifest } from '../../electron/contract/syncPackage.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { stagePackage } from '../../electron/services/package/packageImport.ts'
import { rememberPeer } from '../../electron/services/trust/peer.ts'
import { requireSetting, writeSetting } from '../../electron/services/host/settingAccess.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { openEntries, sealEntries, type Entry } from '../syncPackage/forge.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { prepareFirstPackage } from './firstPackage.ts'
import { contentsOf, layOnStick, problemOf, recordFinding, refusedUntouched } from './story.ts'

/** What must not come in, brought to a real headquarters that is in the middle of its work. */
let world: World
let headquarters: Headquarters
let team: Laptop
let mate: Laptop
let stranger: Laptop
let drillHeadquarters: Headquarters
let drillTeam: Laptop
let visit: string
/** The team's first package to headquarters, genuine and not taken in before the last test. */
let genuine: string

beforeAll(async () => {
  world = await createWorld({ seed: 'bad packages' })
  ;({ headquarters, team, mate, visit, genuine } = await prepareFirstPackage(world))
  ;[stranger, drillHeadquarters, drillTeam] = await Promise.all([
    world.laptop('外来机', '组长'),
    world.headquarters('演练总部', { drill: true }),
    world.laptop('演练机', '组长', { drill: true }),
  ])
  await world.enrol(drillHeadquarters, drillTeam, 'A')
})

afterAll(() => world.end())

function refusedAt(machine: Machine, file: string): Promise<string> {
  return refusedUntouched(machine, () => world.stage(machine, file))
}

function entriesOf(file: string, reader: Machine): Promise<Entry[]> {
  return openEntries(file, workspaceOf(reader).identity)
}

async function sealFor(reader: Machine, name: string, entries: readonly Entry[]): Promise<string> {
  const path = join(world.stick, name)
  await sealEntries(path, workspaceOf(reader).recipient, entries)
  return path
}

type Signer = { readonly privateKey: string; readonly chain: readonly string[] }

/** The keys of a laptop, as whoever holds it could use them. */
async function signerOf(laptop: Laptop): Promise<Signer> {
  const { store, logKey } = workspaceOf(laptop)
  const { logChain } = await store.read((tx) => requireSetting(tx, 'registration'))
  return { privateKey: logKey, chain: logChain }
}

/** A certificate that says all the right things and is vouched for by nobody. */
function selfMade(log: string, privateKey: string): Promise<string> {
  return selfSignedCertificate({
    subject: { name: log, unit: '检查组·组长机' },
    usage: 'log',
    drill: false,
    privateKey,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2036-01-01T00:00:00.000Z',
  })
}

/** The genuine package with another manifest, validly signed. */
async function resigned(name: string, signer: Signer, alter: (manifest: Manifest) => object): Promise<string> {
  const [manifest, , ...rest] = await entriesOf(genuine, headquarters)
  // What the exporter wrote; the alteration may leave the type, a reader must cope.
  const altered = alter(JSON.parse(manifest?.bytes.toString() ?? '') as Manifest) as JsonValue
  const bytes = Buffer.from(canonicalJson(altered))
  const token = await signJws(
    { format: 'mcsync/2', manifestSha256: sha256Hex(bytes) },
    { privateKey: readPrivateKey(signer.privateKey), chain: signer.chain, typ: 'mcsync' },
  )
  return sealFor(headquarters, name, [
    { header: { name: 'manifest.json' }, bytes },
    { header: { name: 'manifest.jws' }, bytes: Buffer.from(token) },
    ...rest,
  ])
}

describe('refused, with nothing written', () => {
  test('the genuine package is fine, also sealed and signed anew: what follows fails for the reason that it names', async () => {
    const before = await contentsOf(headquarters)
    for (const file of [
      genuine,
      await sealFor(headquarters, 'sealed.mcsync', await entriesOf(genuine, headquarters)),
      await resigned('signed.mcsync', await signerOf(team), (manifest) => manifest),
    ]) {
      const preview = await world.stage(headquarters, file)
      expect(preview).toMatchObject({ state: 'ready', serial: 1, missingSerials: [], updated: 0, refused: [] })
      expect(preview.added).toBeGreaterThan(4)
      await headquarters.client.sync.drop({ import: preview.import })
      expect(await contentsOf(headquarters)).toEqual(before)
    }
  })

  test('a sender is shown by its certified name, whatever the package says of itself', async () => {
    const file = await resigned('named.mcsync', await signerOf(team), (manifest) => ({
      ...manifest,
      sender: { ...manifest.sender, name: '某省总部' },
    }))
    const preview = await world.stage(headquarters, file)
    expect(preview.sender).toBe('组长机')
    await headquarters.client.sync.drop({ import: preview.import })
  })

  test('truncated: at the end, in the middle, to nothing', async () => {
    const bytes = await readFile(genuine)
    for (const length of [bytes.length - 1, bytes.length - 70_000, Math.floor(bytes.length / 2), 0]) {
      const file = await layOnStick(world, 'truncated.mcsync', bytes.subarray(0, length))
      expect(await refusedAt(headquarters, file)).toBe('package.damaged')
    }
  })

  test('one byte altered: in the first chunk, in the middle, in the last byte', async () => {
    const bytes = await readFile(genuine)
    for (const at of [5000, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      const file = await layOnStick(world, 'altered.mcsync', copy)
      expect(await refusedAt(headquarters, file)).toBe('package.damaged')
    }
  })

  test('one byte of a photo altered inside, sealed anew', async () => {
    const entries = await entriesOf(genuine, headquarters)
    const photo = entries.at(-1)
    if (photo === undefined) throw new Error('the package has photos')
    photo.bytes[100] = (photo.bytes[100] ?? 0) ^ 1
    expect(await refusedAt(headquarters, await sealFor(headquarters, 'photo.mcsync', entries))).toBe('package.damaged')
  })

  test('for another recipient', async () => {
    expect(await refusedAt(mate, genuine)).toBe('package.notForYou')
    expect(await refusedAt(drillHeadquarters, genuine)).toBe('package.notForYou')
  })

  test('from a log never enrolled, and from one that another headquarters enrolled', async () => {
    const { recipient } = workspaceOf(headquarters)
    const address = { log: headquarters.log, name: '总部', kind: '总部', recipient, channel: null } as const
    const { store, logKey, log } = workspaceOf(stranger)
    const chain = [await selfMade(log, logKey)]
    await store.write(async (tx) => {
      // The exporter refuses to work for who is not enrolled; this laptop's was talked into it.
      await writeSetting(tx, 'registration', {
        headquarters: { workspace: stranger.host.newId(), name: '总部', log: headquarters.log, recipient },
        authorityChain: chain,
        logChain: chain,
        letter: 'A',
      })
      await rememberPeer(tx, address)
    })
    expect(await refusedAt(headquarters, await world.send(stranger, headquarters))).toBe('package.senderUnknown')
    const elsewhere = await world.headquarters('邻省总部')
    await world.enrol(elsewhere, stranger, 'A')
    await workspaceOf(stranger).store.write((tx) => rememberPeer(tx, address))
    await stranger.client.unit.save({ set: { name: '某单位' } })
    expect(await refusedAt(headquarters, await world.send(stranger, headquarters))).toBe('package.senderUnknown')
  })

  test('meant for another, and sealed anew by one who could open it', async () => {
    const path = join(world.stick, 'passed on.mcsync')
    await sealEntries(path, workspaceOf(mate).recipient, await entriesOf(genuine, headquarters))
    expect(await refusedAt(mate, path)).toBe('package.notForYou')
  })

  test("a sender forged with one's own key under another's log id", async () => {
    const key = createLogKey()
    const signer = { privateKey: key.privateKeyPkcs8, chain: [await selfMade(team.log, key.privateKeyPkcs8)] }
    const file = await resigned('forged.mcsync', signer, (manifest) => manifest)
    expect(await refusedAt(headquarters, file)).toBe('package.senderUnknown')
  })

  test('a large manifest of a stranger, without reading it', async () => {
    const key = createLogKey()
    const chain = [await selfMade(team.log, key.privateKeyPkcs8)]
    const bytes = Buffer.alloc(2 * 1024 ** 2, 'x')
    const payload = { format: 'mcsync/2', manifestSha256: sha256Hex(bytes) }
    const by = { privateKey: readPrivateKey(key.privateKeyPkcs8), chain, typ: 'mcsync' }
    const file = await sealFor(headquarters, 'large.mcsync', [
      { header: { name: 'manifest.json' }, bytes },
      { header: { name: 'manifest.jws' }, bytes: Buffer.from(await signJws(payload, by)) },
    ])
    expect(await refusedAt(headquarters, file)).toBe('package.senderUnknown')
  })

  test("a sender forged with an enrolled laptop's key and certificate under another's log id", async () => {
    const file = await resigned('forged.mcsync', await signerOf(mate), (manifest) => manifest)
    expect(await refusedAt(headquarters, file)).toBe('package.signatureInvalid')
  })

  test('from a 演练 to a real 总部, and the reverse', async () => {
    await drillTeam.client.unit.save({ set: { name: '演练单位' } })
    const drill = await entriesOf(await world.send(drillTeam, drillHeadquarters), drillHeadquarters)
    expect(await refusedAt(headquarters, await sealFor(headquarters, 'drill.mcsync', drill))).toBe('package.drill')
    const real = await entriesOf(genuine, headquarters)
    expect(await refusedAt(drillHeadquarters, await sealFor(drillHeadquarters, 'real.mcsync', real))).toBe(
      'package.drill',
    )
  })

  test('`../` in the name of an entry, after a manifest that is validly signed', async () => {
    for (const name of ['../blobs/evil', 'blobs/../../evil', '/etc/evil', 'blobs\\..\\evil']) {
      const entries = await entriesOf(genuine, headquarters)
      const moved = entries.map((entry, index) =>
        index === entries.length - 1 ? { ...entry, header: { name } } : entry,
      )
      expect([name, await refusedAt(headquarters, await sealFor(headquarters, 'unsafe.mcsync', moved))]).toEqual([
        name,
        'package.unsafe',
      ])
    }
  })

  test("one's own package", async () => {
    const own = await sealFor(team, 'own.mcsync', await entriesOf(genuine, headquarters))
    expect(await refusedAt(team, own)).toBe('package.ownPackage')
  })

  test('a newer format', async () => {
    const signer = await signerOf(team)
    const file = await resigned('newer.mcsync', signer, (manifest) => ({
      ...manifest,
      format: 'mcsync/9',
      programVersion: '9.1.0',
    }))
    const before = await contentsOf(headquarters)
    expect(await problemOf(world.stage(headquarters, file))).toEqual({
      kind: 'package.newer',
      details: { version: '9.1.0' },
    })
    expect(await contentsOf(headquarters)).toEqual(before)
  })

  test('at a workspace that is not enrolled itself', async () => {
    const lonely = await world.laptop('未登记机', '组员')
    const file = await sealFor(lonely, 'lonely.mcsync', await entriesOf(genuine, headquarters))
    expect(await refusedAt(lonely, file)).toBe('sync.notEnrolled')
  })

  test('an import that is cancelled while it is read: after the first piece, after the last', async () => {
    const { host, connection } = headquarters
    const { session } = connection
    if (session === undefined) throw new Error('headquarters is unlocked')
    for (const step of [1, 2]) {
      const stop = new AbortController()
      let seen = 0
      const report = {
        signal: stop.signal,
        progress: () => {
          seen += 1
          if (seen === step) stop.abort()
        },
      }
      const kind = await refusedUntouched(headquarters, () => stagePackage({ host, session }, genuine, report))
      expect(kind).toBe('job.cancelled')
    }
  })
})

test('a package from a log that headquarters has revoked', async () => {
  const { store, log } = workspaceOf(headquarters)
  const { host, person } = headquarters
  await world.receive(headquarters, genuine)
  await recordFinding(team, visit, { title: '停用之后' })
  const file = await world.send(team, headquarters)
  await store.write((tx) =>
    append(tx, {
      log,
      operation: host.newId(),
      author: person,
      at: host.instant(),
      drafts: [
        {
          entity: 'revocation',
          id: host.newId(),
          set: { kind: '日志', subject: team.log, since: host.instant(), reason: '电脑丢失' },
        },
      ],
    }),
  )
  expect(await refusedAt(headquarters, file)).toBe('package.senderRevoked')
})
