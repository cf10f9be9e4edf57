import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../electron/contract/catalogue.ts'
import type { BirthRecord } from '../../electron/contract/change.ts'
import { sha256 } from '../../electron/crypto/hash.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { uuidV7 } from '../../electron/crypto/uuid.ts'
import { append, type EventDraft, type RowDraft } from '../../electron/store/changeLog.ts'
import { addOwnLog } from '../../electron/store/log.ts'
import { openStore, type Store, type WriteTx } from '../../electron/store/store.ts'

/** Real encrypted stores in a temporary folder, with a clock that a test moves and randomness from a seed. */
export type World = ReturnType<typeof createWorld>

export function createWorld(seed = 'world') {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-store-'))
  const random = seededBytes(seed)
  const clock = { now: Date.UTC(2014, 10, 25, 1, 0, 0) }
  const open: Store[] = []
  const now = () => new Date(clock.now)
  const newId = () => uuidV7(clock.now, random(16))
  return {
    folder,
    clock,
    now,
    random,
    newId,
    instant: () => now().toISOString(),
    tick: (milliseconds = 1000) => {
      clock.now += milliseconds
    },
    async open(name: string, options: { readonly create?: boolean; readonly key?: Uint8Array } = {}): Promise<Store> {
      const path = join(folder, name)
      mkdirSync(path, { recursive: true })
      const workspaceKey = options.key ?? keyOf(name)
      const store = await openStore({ folder: path, workspaceKey, create: options.create ?? false, random, now })
      open.push(store)
      return store
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
export async function createReplica(world: World, name: string, roles: readonly Role[] = ['组长']): Promise<Replica> {
  const store = await world.open(name, { create: true })
  const person = world.newId()
  const log = world.newId()
  const key = createLogKey()
  const birth = { log, publicKey: key.publicKeySpki, predecessor: null }
  await store.write(async (tx) => {
    await addOwnLog(tx, { birth, privateKey: key.privateKeyPkcs8, kind: 'own' })
    await setFounder(tx, { log, person, roles })
  })
  async function write(drafts: readonly (RowDraft | EventDraft)[], at = world.instant()) {
    world.tick()
    return store.write((tx) => append(tx, { log, operation: world.newId(), author: person, at, drafts }))
  }
  return { name, store, log, birth, person, write }
}

async function setFounder(tx: WriteTx, founder: { log: string; person: string; roles: readonly Role[] }) {
  await tx.db
    .insertInto('local_setting')
    .values({ key: 'founder', value: JSON.stringify(founder) })
    .execute()
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
