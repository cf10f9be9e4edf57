import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entity, events, isEventEntity, isRowEntity, rows } from '../../electron/contract/catalogue/catalogue.ts'
import { type Role } from '../../electron/contract/capability.ts'
import type { BirthRecord, ChangeBody, ChangeLine } from '../../electron/contract/change.ts'
import type { ManifestRange } from '../../electron/contract/syncPackage.ts'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { sha256, sha256Hex } from '../../electron/crypto/hash.ts'
import { birthOfLog, logSaltSize } from '../../electron/crypto/logId.ts'
import { type LogKey, signHead } from '../../electron/crypto/logKey.ts'
import { uuidV7 } from '../../electron/crypto/uuid.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import type { EventDraft, RowDraft } from '../../electron/store/change/said.ts'
import { selectLines } from '../../electron/store/imports/exporting.ts'
import { type ImportPlan, planImport } from '../../electron/store/imports/importPlan.ts'
import { acceptImport, beginImport, getImport, stageLines } from '../../electron/store/imports/importing.ts'
import { addLog } from '../../electron/store/change/addLog.ts'
import { addOwnLog, birthOf, getLog } from '../../electron/store/log/log.ts'
import { toChangeRow } from '../../electron/store/log/storedChange.ts'
import { openStore, type Store, type WriteTx } from '../../electron/store/store.ts'
import { seededLogKey } from '../seededKey.ts'

/** Real encrypted stores in a temporary folder, with a clock that a test moves and randomness from a seed. */
export type World = ReturnType<typeof createWorld>

export function createWorld(seed = 'world') {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-store-'))
  const random = seededBytes(seed)
  const clock = { now: Date.UTC(2014, 10, 25, 1, 0, 0) }
  const open: Store[] = []
  const logKeys = new Map<string, string>()
  const now = () => new Date(clock.now)
  const newId = () => uuidV7(clock.now, random(16))
  return {
    folder,
    logKeys,
    clock,
    now,
    random,
    newId,
    instant: () => now().toISOString(),
    tick: (milliseconds = 1000) => {
      clock.now += milliseconds
    },
    /** `skew`: how many milliseconds the clock of that machine goes wrong. */
    async open(
      name: string,
      options: { readonly create?: boolean; readonly key?: Uint8Array; readonly skew?: number } = {},
    ): Promise<Store> {
      const path = join(folder, name)
      mkdirSync(path, { recursive: true })
      const workspaceKey = options.key ?? keyOf(name)
      const wrongNow = () => new Date(clock.now + (options.skew ?? 0))
      const create = options.create ?? false
      const store = await openStore({ folder: path, workspaceKey, create, random, now: wrongNow })
      open.push(store)
      return store
    },
    /** The same workspace a second time, as after copying its folder: one log that is written twice. */
    async copyOf(replica: Replica): Promise<Replica> {
      const name = `copy of ${replica.name}`
      cpSync(join(folder, replica.name), join(folder, name), { recursive: true })
      const store = await this.open(name, { key: keyOf(replica.name) })
      return writerOf(this, { ...replica, name, store })
    },
    async end(): Promise<void> {
      for (const store of open) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export function keyOf(name: string): Uint8Array {
  return sha256(`key of ${name}`)
}

export type Replica = {
  readonly name: string
  readonly store: Store
  readonly log: string
  readonly birth: BirthRecord
  readonly person: string
  readonly write: (drafts: readonly (RowDraft | EventDraft)[], at?: string) => Promise<readonly string[]>
}

/** A workspace with its own log and the person who made it. */
export async function createReplica(
  world: World,
  name: string,
  roles: readonly Role[] = ['组长'],
  skew = 0,
): Promise<Replica> {
  return foundReplica(world, await world.open(name, { create: true, skew }), { name, roles })
}

/** The same in a store that is open and empty. */
export async function foundReplica(
  world: World,
  store: Store,
  { name, roles, key = seededLogKey(world.random) }: { name: string; roles: readonly Role[]; key?: LogKey },
): Promise<Replica> {
  const person = world.newId()
  const birth = bornLog(world, key)
  const { log } = birth
  world.logKeys.set(log, key.privateKeyPkcs8)
  await store.write(async (tx) => {
    await addOwnLog(tx, { birth, privateKey: key.privateKeyPkcs8, kind: 'own' })
    await setFounder(tx, { log, person, roles })
  })
  return writerOf(world, { name, store, log, birth, person })
}

/** The birth record of a log that begins in this world. */
export function bornLog({ clock, random }: Pick<World, 'clock' | 'random'>, key: LogKey): BirthRecord {
  const salt = Buffer.from(random(logSaltSize)).toString('base64url')
  return birthOfLog(clock.now, { publicKey: key.publicKeySpki, predecessor: null, salt })
}

function writerOf(world: Pick<World, 'instant' | 'tick' | 'newId'>, replica: Omit<Replica, 'write'>): Replica {
  const { store, log, person } = replica
  async function write(drafts: readonly (RowDraft | EventDraft)[], at = world.instant()) {
    world.tick()
    return store.write((tx) => append(tx, { log, operation: world.newId(), author: person, at, drafts }))
  }
  return { ...replica, write }
}

async function setFounder(tx: WriteTx, founder: { log: string; person: string; roles: readonly Role[] }) {
  await tx.db
    .insertInto('local_setting')
    .values({ key: 'founder', value: JSON.stringify(founder) })
    .execute()
}

/** A body in a replica's own log past every rule of its program, as a changed program would write it. */
export async function writeBody(world: World, { store, log }: Replica, body: ChangeBody): Promise<void> {
  world.tick()
  await store.write(async (tx) => {
    const { number, head } = await getLog(tx, log)
    const salt = world.random(16)
    const header = {
      body: hashBody(salt, body as JsonValue),
      clock: `${world.clock.now}-0001`,
      log,
      number: number + 1,
      operation: world.newId(),
      previous: head,
      schemaVersion: 2,
    }
    const hash = hashHeader(header)
    const line = { state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body } as const
    await tx.db
      .insertInto('change')
      .values(toChangeRow({ hash, line, importId: null, ahead: false }, false))
      .execute()
    await tx.db
      .updateTable('log')
      .set({ number: number + 1, head: hash, clock: header.clock })
      .where('id', '=', log)
      .execute()
  })
}

/** A stream of bytes that is the same for the same seed. */
export function seededBytes(seed: string): (count: number) => Uint8Array {
  let block = sha256(seed)
  let used = 0
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      if (used === block.length) {
        block = sha256(block)
        used = 0
      }
      used += 1
      return block[used - 1] ?? 0
    })
}

/** A package in memory: what syncPackage/ would carry. */
export type Package = {
  readonly sender: string
  readonly manifest: { readonly ranges: ManifestRange[]; readonly changes: { readonly count: number } }
  readonly lines: readonly ChangeLine[]
}

/** The changes of these logs that the replica holds, from a number on, as a package. */
export async function pack(
  world: World,
  replica: Replica,
  wanted: readonly {
    readonly log: string
    readonly from?: number
    readonly to?: number
    readonly bodiesFrom?: number
  }[],
): Promise<Package> {
  return replica.store.write(async (tx) => {
    const ranges: ManifestRange[] = []
    const lines: ChangeLine[] = []
    for (const { log, from = 1, to, bodiesFrom = 1 } of wanted) {
      const known = await getLog(tx, log)
      const last = Math.min(to ?? known.number, known.number)
      if (last < from) continue
      const own: ChangeLine[] = []
      for await (const line of selectLines(tx, [{ log, from, to: last, bodiesFrom }])) own.push(line)
      const end = own.at(-1)
      if (end === undefined) continue
      const head = hashHeader(end.header)
      const signedHead = signHead({ log, number: last, hash: head }, world.logKeys.get(log) ?? '')
      ranges.push({ birth: birthOf(known), from, to: last, bodiesFrom, bodiesTo: last, head, signedHead, chain: [] })
      lines.push(...own)
    }
    return { sender: replica.log, manifest: { ranges, changes: { count: lines.length } }, lines }
  })
}

/** Begins an import and stages its lines in batches. */
export async function stage(
  world: World,
  replica: Replica,
  { sender, manifest, lines }: Package,
  batch = 7,
): Promise<string> {
  const id = world.newId()
  const text = canonicalJson(manifest)
  await beginImport(replica.store, { id, package: sha256Hex(text), sender, serial: 1, manifest: text })
  for (let start = 0; start < lines.length; start += batch) {
    await stageLines(replica.store, id, lines.slice(start, start + batch))
  }
  return id
}

export async function accept(world: World, replica: Replica, importId: string, at = world.instant()): Promise<void> {
  const row = await replica.store.read((tx) => getImport(tx, importId))
  const set = { package: row.package, sender: row.sender, serial: row.serial, changes: 0, blobs: 0, refused: 0 }
  const drafts = [{ entity: 'packageAccepted', id: world.newId(), set }] as const
  const { log, person: author } = replica
  world.tick()
  await acceptImport(replica.store, importId, {
    accepted: { log, operation: world.newId(), author, at, drafts },
  })
}

/** Stages, plans and, if nothing is missing, accepts. */
export async function carry(world: World, replica: Replica, parcel: Package): Promise<ImportPlan> {
  const id = await stage(world, replica, parcel)
  const plan = await planImport(replica.store, id)
  if (plan.state === 'ready') await accept(world, replica, id)
  return plan
}

/** The replica takes headquarters' log for what it is, as after enrolment. */
export async function trust(replica: Replica, headquarters: Replica): Promise<void> {
  await replica.store.write((tx) => addLog(tx, { birth: headquarters.birth, kind: 'headquarters' }))
}

/** Headquarters enrols a team: its log, its person's role and, if given, its letter. */
export async function enrol(
  world: World,
  headquarters: Replica,
  team: Replica,
  given: { readonly role?: Role; readonly letter?: string } = {},
): Promise<void> {
  const { log, birth, person, name } = team
  const enrolled = { log, publicKey: birth.publicKey, kind: '检查组', name, recipient: null } as const
  await headquarters.write([
    { entity: 'logEnrolled', id: world.newId(), set: enrolled },
    { entity: 'grant', id: world.newId(), set: { person, log, role: given.role ?? '组长' } },
    ...(given.letter === undefined
      ? []
      : [{ entity: 'letter' as const, id: world.newId(), set: { log, letter: given.letter } }]),
  ])
}

/** Every noun and event table as rows, without what belongs to one machine. */
export async function dump(store: Store): Promise<Readonly<Record<string, readonly object[]>>> {
  return store.read(async (tx) => {
    const tables: Record<string, readonly object[]> = {}
    for (const entity of [...Object.keys(rows), ...Object.keys(events)]) {
      if (!isRowEntity(entity) && !isEventEntity(entity)) continue
      tables[entity] = await tx.catalogue.selectFrom<Entity>(entity).selectAll().orderBy('id').execute()
    }
    return tables
  })
}
