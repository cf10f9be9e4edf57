import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { outsideLimits } from '../../contract/exchange/outsideLimits.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import type { WorkerFunctions } from '../workerEntry.ts'
import { createWorkerPool, ThreadEnded, type WorkerName } from './worker.ts'

/** Strangers' files come now and then, several at once: between them their threads hold no memory. */
const idleMilliseconds = 100

/** A file of a stranger, as far as a sentence and a limit need it. */
export type OutsideFile = {
  readonly name: string
  /** By which it is known again: what took more memory than there is will do so each time, and is not tried again. */
  readonly bytes?: Uint8Array
  readonly milliseconds?: number
}

/**
 * Threads for what strangers wrote: of bounded memory, and each task within its time. Whatever a file does there, it ends its
 * thread at worst; the process that holds keys, database and windows goes on, and the next file has a fresh thread.
 */
export type Apart = {
  /** Problem `file.tooDemanding`, and those of the function. */
  readonly run: <N extends WorkerName>(
    name: N,
    args: Parameters<WorkerFunctions[N]>,
    file: OutsideFile,
  ) => Promise<Awaited<ReturnType<WorkerFunctions[N]>>>
  readonly close: () => Promise<void>
}

export function createApart(entry?: URL): Apart {
  const { heapMegabytes, milliseconds: usual, threads } = outsideLimits.thread
  const limits = { maxOldGenerationSizeMb: heapMegabytes, idleMilliseconds }
  const pool = createWorkerPool(entry, threads, limits)
  const known = new Set<string>()
  return {
    run: (name, args, file) => {
      const hash = file.bytes && sha256Hex(file.bytes)
      const tooDemanding = new Problem('file.tooDemanding', { file: basename(file.name) })
      if (hash !== undefined && known.has(hash)) return Promise.reject(tooDemanding)
      return pool.run(name, args, { milliseconds: file.milliseconds ?? usual }).catch((error: unknown) => {
        if (!(error instanceof ThreadEnded)) throw error
        if (hash !== undefined && error.over === 'memory') known.add(hash)
        throw tooDemanding
      })
    },
    close: pool.close,
  }
}

/** For a file that is read from end to end: the more bytes, the longer. */
export async function timeFor(file: string): Promise<number> {
  const { milliseconds, millisecondsPerMegabyte } = outsideLimits.thread
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  return Math.min(longestTimer, milliseconds + (size / 1024 ** 2) * millisecondsPerMegabyte)
}

/** What a timer of Node takes; beyond it would go off at once. */
const longestTimer = 2 ** 31 - 1
