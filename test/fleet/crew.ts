import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../electron/contract/capability.ts'
import type { ManifestRange } from '../../electron/contract/syncPackage.ts'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { uuidV7 } from '../../electron/crypto/uuid.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import type { EventDraft, RowDraft } from '../../electron/store/change/said.ts'
import type { ImportPlan } from '../../electron/store/imports/importPlan.ts'
import type { Store } from '../../electron/store/store.ts'
import { seededLogKey } from '../seededKey.ts'
import { bornLog, keyOf, seededBytes } from '../store/world.ts'
import type { BirthRecord, ChangeLine, Program } from './program.ts'

/** Real encrypted stores in a temporary folder, each opened by a program of its own. */
export type Fleet = {
  readonly folder: string
  readonly yard: Yard
  readonly logKeys: Map<string, string>
  readonly clock: { now: number }
  readonly newId: () => string
  readonly random: (count: number) => Uint8Array
  end(): Promise<void>
  readonly crew: Replica[]
}

/** An empty workspace as each program makes it, to be copied: making the tables is most of what a story would cost. */
export type Yard = ReadonlyMap<Program, string>

export async function layDown(folder: string, programs: readonly Program[]): Promise<Yard> {
  const yard = new Map<Program, string>()
  for (const program of programs) {
    const place = join(folder, `empty ${program.schemaVersion}`)
    mkdirSync(place)
    await (await program.openStore({ folder: place, workspaceKey, create: true })).close()
    yard.set(program, place)
  }
  return yard
}

export const workspaceKey = keyOf('fleet')

/** `program` and `store` are others after an upgrade. */
export type Replica = {
  readonly name: string
  readonly log: string
  readonly birth: BirthRecord
  readonly person: string
  program: Program
  store: Store
}

export function createFleet(seed: string, yard: Yard): Fleet {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-fleet-'))
  const random = seededBytes(seed)
  const clock = { now: Date.UTC(2026, 10, 25, 1) }
  const crew: Replica[] = []
  return {
    folder,
    yard,
    logKeys: new Map(),
    clock,
    random,
    newId: () => uuidV7(clock.now, random(16)),
    crew,
    async end() {
      for (const { store } of crew) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export async function enlist(fleet: Fleet, name: string, program: Program, roles: readonly Role[]): Promise<Replica> {
  cpSync(fleet.yard.get(program) ?? '', join(fleet.folder, name), { recursive: true })
  const store = await openAs(fleet, name, program)
  const person = fleet.newId()
  const key = seededLogKey(fleet.random)
  const birth = bornLog(fleet, key)
  const { log } = birth
  fleet.logKeys.set(log, key.privateKeyPkcs8)
  await store.write(async (tx) => {
    await program.addOwnLog(tx, { birth, privateKey: key.privateKeyPkcs8, kind: 'own' })
    const value = JSON.stringify({ log, person, roles })
    await tx.db.insertInto('local_setting').values({ key: 'founder', value }).execute()
  })
  const replica = { name, program, store, log, birth, person }
  fleet.crew.push(replica)
  return replica
}

function openAs({ folder, random, clock }: Fleet, name: string, program: Program): Promise<Store> {
  const now = () => new Date(clock.now)
  return program.openStore({ folder: join(folder, name), workspaceKey, random, now })
}

/** Closes the workspace and opens it by a later program. What waited is not read in yet. */
export async function upgrade(fleet: Fleet, replica: Replica, program: Program): Promise<void> {
  await replica.store.close()
  replica.program = program
  replica.store = await openAs(fleet, replica.name, program)
}

/** A draft of any program's catalogue: the later one has words that these types do not know. */
export type AnyDraft = {
  readonly entity: string
  readonly id: string
  readonly parent?: string | undefined
  readonly parentEntity?: string
  readonly nonce?: string
  readonly set: Readonly<Record<string, PlainValue>>
  readonly replaces?: Readonly<Record<string, readonly string[]>> | undefined
}

export function write(fleet: Fleet, { store, program, log, person }: Replica, drafts: readonly AnyDraft[]) {
  fleet.clock.now += 1000
  const at = new Date(fleet.clock.now).toISOString()
  const known = drafts as readonly object[] as readonly (RowDraft | EventDraft)[]
  return store.write((tx) => program.append(tx, { log, operation: fleet.newId(), author: person, at, drafts: known }))
}

/** A package in memory, as plain data: programs share nothing else. */
export type Parcel = {
  readonly sender: string
  readonly manifest: { readonly ranges: readonly ManifestRange[]; readonly changes: { readonly count: number } }
  readonly lines: readonly ChangeLine[]
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

export type Wanted = { readonly log: string; readonly from: number; readonly to: number; readonly bodiesFrom?: number }

/** The changes of a log that a replica holds, with the files that its own program says they need. */
export async function pack(
  { logKeys }: Fleet,
  { store, program, log: sender }: Replica,
  wanted: Wanted,
): Promise<Parcel> {
  const { log, from, to, bodiesFrom = from } = wanted
  const range = { log, from, to, bodiesFrom }
  const { birth, lines, named } = await store.read(async (tx) => {
    const found: ChangeLine[] = []
    for await (const line of program.selectLines(tx, [range])) found.push(line)
    const birth = program.birthOf(await program.getLog(tx, log))
    return { birth, lines: found, named: await program.blobsOf(tx, [range]) }
  })
  const end = lines.at(-1)
  if (end === undefined) throw new Error('an empty package')
  const head = program.hashHeader(end.header)
  const signedHead = signHead({ log, number: to, hash: head }, logKeys.get(log) ?? '')
  const ranges = [{ birth, from, to, bodiesFrom, bodiesTo: to, head, signedHead, chain: [] }]
  const blobs = new Map<string, Uint8Array>()
  for (const sha256 of named) if (await store.blobs.has(sha256)) blobs.set(sha256, await store.blobs.read(sha256))
  const manifest = { ranges, changes: { count: lines.length } }
  return { sender, manifest, lines: JSON.parse(JSON.stringify(lines)) as ChangeLine[], blobs }
}

/** Stages a package with its files; gives the import. */
export async function stage(fleet: Fleet, { store, program }: Replica, parcel: Parcel): Promise<string> {
  const id = fleet.newId()
  const manifest = canonicalJson(parcel.manifest as JsonValue)
  await program.beginImport(store, { id, package: sha256Hex(manifest), sender: parcel.sender, serial: 1, manifest })
  for (let start = 0; start < parcel.lines.length; start += 40) {
    await program.stageLines(store, id, parcel.lines.slice(start, start + 40))
  }
  for (const [sha256, bytes] of parcel.blobs) await store.blobs.stage(bytes, id, { expectedSha256: sha256 })
  return id
}

/** One accepted import, what was said of it before, and what it brought. */
export type Accepted = { readonly import: string; readonly plan: ImportPlan; readonly lines: readonly ChangeLine[] }

/** Accepts every import that joins what is here; `watch` sees each before and after. */
export async function acceptReady(
  fleet: Fleet,
  replica: Replica,
  watch: (accepted: Accepted, proceed: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { program, store } = replica
  for (let again = true; again;) {
    again = false
    for (const { id } of await program.unfinishedImports(store)) {
      const plan = await program.planImport(store, id)
      if (plan.state !== 'ready') continue
      const staged = await store.read((tx) =>
        tx.db.selectFrom('local_stagedChange').select('line').where('importId', '=', id).execute(),
      )
      const lines = staged.map(({ line }) => JSON.parse(line) as ChangeLine)
      await watch({ import: id, plan, lines }, () => accept(fleet, replica, id, plan))
      again = true
    }
  }
}

async function accept(fleet: Fleet, { store, program, log, person }: Replica, id: string, plan: ImportPlan) {
  const row = await store.read((tx) => program.getImport(tx, id))
  fleet.clock.now += 1000
  const set = { package: row.package, sender: row.sender, serial: row.serial, waiting: plan.future }
  const counts = { changes: 0, blobs: 0, refused: plan.refused.length }
  const drafts = [{ entity: 'packageAccepted', id: fleet.newId(), set: { ...set, ...counts } }] as const
  // A log that headquarters has revoked may not even accept packages any more; before that moment it may.
  const at = '2026-11-24T00:00:00.000Z'
  const accepted = { log, operation: fleet.newId(), author: person, at, drafts }
  await program.acceptImport(store, id, { accepted })
}
