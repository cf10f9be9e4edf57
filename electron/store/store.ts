import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../contract/problem/problem.ts'
import { turns } from '../contract/turns.ts'
import { pooledRandom } from '../crypto/hash.ts'
import { deriveKey } from '../crypto/keySlot.ts'
import { type BlobStore, openBlobStore } from './blob/blob.ts'
import {
  asProblem,
  closeConnection,
  connect,
  type Connection,
  inTransaction,
  readerCache,
  writeOut,
} from './database/connection.ts'
import { createCheckpoints } from './database/checkpoint.ts'
import { createPageCheck } from './database/pageCheck.ts'
import { migrate, migrations } from './migrations/migrate.ts'
import type { SqlTrace } from './database/sqlTrace.ts'
import { breathe, type ReadTx, type Touched, transactionMark, type WriteTx } from './database/transaction.ts'
import { keepLostTail, lastCommitInWal } from './database/walCheck.ts'
import { workspacePaths } from './folder/workspaceFolder.ts'

export type { ReadTx, Touched, WriteTx } from './database/transaction.ts'

/** An open workspace: its encrypted database and its blobs. */
export type Store = {
  /** One snapshot; nothing that is written meanwhile is seen inside. */
  readonly read: <T>(work: (tx: ReadTx) => Promise<T>) => Promise<T>
  /**
   * One transaction after the other, in the order of the calls; everything or nothing. Never call it inside itself, and
   * let a failure pass: what threw halfway must not be committed. Problems `workspace.damaged`, `disk.full`.
   */
  readonly write: <T>(work: (tx: WriteTx) => Promise<T>) => Promise<T>
  /** Called after each commit that touched something; returns the way to stop. */
  readonly onCommit: (listener: (touched: readonly Touched[]) => void) => () => void
  readonly blobs: BlobStore
  /** Whether every page of the database holds: read once, in the background. */
  readonly isSound: () => Promise<boolean>
  /** What had been saved last could not be read at this opening; the damaged file is kept beside the database. */
  readonly tailLost: boolean
  /** Waits for what is under way. */
  readonly close: () => Promise<void>
}

export type StoreOptions = {
  readonly folder: string
  readonly workspaceKey: Uint8Array
  readonly create?: boolean
  readonly random?: (count: number) => Uint8Array
  readonly now?: () => Date
  /** For developers: told of every statement. */
  readonly trace?: SqlTrace | undefined
  /** Called at the end of each write that touched something, in its transaction: what is noted of what was written. */
  readonly beforeCommit?: (tx: WriteTx, store: Pick<Store, 'blobs'>) => Promise<void>
}

/** Problems `workspace.notFound`, `workspace.exists`, `workspace.fromFuture`, `workspace.damaged`. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const file = workspacePaths(options.folder).database
  const { create = false, trace } = options
  if (create && existsSync(file)) throw new Problem('workspace.exists', {})
  if (!create && !existsSync(file)) throw new Problem('workspace.notFound', {})
  const key = deriveKey(options.workspaceKey, 'database')
  const lastCommitted = lastCommitInWal(options.folder)
  const writer = connect(file, key, { create, trace })
  try {
    const tailLost = keepLostTail(writer, options.folder, lastCommitted)
    await migrate(writer, {
      steps: migrations,
      copyTo: (version) => join(options.folder, `store-version${version}.db`),
    })
    const blobs = await openBlobStore({ folder: options.folder, workspaceKey: options.workspaceKey })
    return makeStore({
      writer,
      blobs,
      options,
      tailLost,
      connectReader: () => connect(file, key, { create: false, cache: readerCache, trace }),
    })
  } catch (error) {
    closeConnection(writer)
    throw asProblem(error)
  }
}

type Parts = {
  readonly writer: Connection
  readonly blobs: BlobStore
  readonly options: StoreOptions
  readonly tailLost: boolean
  readonly connectReader: () => Connection
}

function makeStore({ writer, blobs, options, tailLost, connectReader }: Parts): Store {
  const listeners = new Set<(touched: readonly Touched[]) => void>()
  const writes = oneAtATime()
  const readers = readerPool(connectReader)
  const pages = createPageCheck(connectReader)
  const checkpoints = createCheckpoints(writer)
  const memory: WriteTx['memory'] = { trust: undefined }
  const shared = { now: options.now ?? (() => new Date()), random: options.random ?? pooledRandom(), memory }
  async function write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return writes.run(async () => {
      const own = { touched: new Map<string, Touched>(), writeOut: () => writeOut(writer) }
      const tx = { ...transactionOn(writer), ...shared, ...own }
      const result = await inTransaction(writer, 'write', async () => {
        const done = await work(tx)
        if (tx.touched.size > 0) await options.beforeCommit?.(tx, { blobs })
        return done
      }).catch((error: unknown) => {
        memory.trust = undefined
        throw error
      })
      const touched = [...tx.touched.values()]
      if (touched.length > 0) for (const listener of listeners) listener(touched)
      if (checkpoints.isDue()) void checkpointNext()
      return result
    })
  }
  /** Before the next transaction, in a turn of its own. Where there is no room for it the next commit says so. */
  async function checkpointNext(): Promise<void> {
    await writes.run(() => breathe().then(checkpoints.run)).catch(() => undefined)
  }
  return {
    read: (work) => readers.use((reader) => inTransaction(reader, 'read', () => work(snapshotOn(reader)))),
    write,
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    blobs,
    isSound: pages.isSound,
    tailLost,
    async close() {
      await pages.end()
      await writes.end()
      await readers.end()
      closeConnection(writer)
    },
  }
}

function snapshotOn(connection: Connection): ReadTx {
  return { ...transactionOn(connection), identities: new Map() }
}

function transactionOn(connection: Connection): ReadTx {
  const { db, catalogue, words, run } = connection
  return { db, catalogue, words, run: async (query, values) => run(query, values), [transactionMark]: true }
}

/** In turn, until it ends: then what was asked for is still done, and nothing more. */
function oneAtATime() {
  const inTurn = turns()
  let ended = false
  return {
    run<T>(work: () => Promise<T>): Promise<T> {
      return ended ? Promise.reject(new Problem('workspace.locked', {})) : inTurn(work)
    },
    async end(): Promise<void> {
      ended = true
      await inTurn(async () => undefined)
    },
  }
}

const mostReaders = 4

/**
 * A snapshot holds its connection until it ends, and a package is written from one snapshot: so that lists do not wait
 * for it, a few more connections are opened when all are taken.
 */
function readerPool(connectReader: () => Connection) {
  const all: { readonly connection: Connection; readonly queue: ReturnType<typeof oneAtATime>; busy: number }[] = []
  function leastBusy() {
    const idle = all.find((reader) => reader.busy === 0)
    if (idle === undefined && all.length < mostReaders) {
      all.push({ connection: connectReader(), queue: oneAtATime(), busy: 0 })
    }
    return all.reduce((best, reader) => (reader.busy < best.busy ? reader : best))
  }
  let ended = false
  return {
    async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
      if (ended) throw new Problem('workspace.locked', {})
      const reader = leastBusy()
      reader.busy += 1
      try {
        return await reader.queue.run(() => work(reader.connection))
      } finally {
        reader.busy -= 1
      }
    },
    async end(): Promise<void> {
      ended = true
      await Promise.all(all.map((reader) => reader.queue.end()))
      for (const reader of all) closeConnection(reader.connection)
    },
  }
}
