import { availableParallelism } from 'node:os'
import { Worker, type ResourceLimits } from 'node:worker_threads'
import { problemIn } from '../../contract/problem/problem.ts'
import type { WorkerFunctions, WorkerReply, WorkerRequest } from '../workerEntry.ts'

/** Threads for work that would hold the event loop: documents and pictures (electron/README §4). */
export type WorkerPool = {
  /**
   * Calls a pure function of `workerEntry.ts` on another thread. Problems pass as Problems, anything else as an Error;
   * Buffers come back as Uint8Array. Buffers named in `transfer` move over without a copy and are empty here afterwards.
   */
  readonly run: <N extends WorkerName>(
    name: N,
    args: Parameters<WorkerFunctions[N]>,
    options?: WorkerRunOptions,
  ) => Promise<Awaited<ReturnType<WorkerFunctions[N]>>>
  /** Stops the threads; what was under way rejects. */
  readonly close: () => Promise<void>
}

export type WorkerName = keyof WorkerFunctions

export type WorkerRunOptions = {
  readonly transfer?: readonly ArrayBuffer[]
  /** Stops the thread; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** From when a thread has begun it: then the thread is stopped, and the promise rejects with `ThreadEnded`. */
  readonly milliseconds?: number
}

/** The thread came to its end over this task: it took too long, or more memory than it may have. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
  readonly over: 'time' | 'memory'

  constructor(over: ThreadEnded['over']) {
    super(over)
    this.over = over
  }
}

const sourceEntry = new URL('../workerEntry.ts', import.meta.url)

/** `idleMilliseconds`: a thread that has had nothing to do for so long ends, and gives its memory back. */
export type PoolLimits = ResourceLimits & { readonly idleMilliseconds?: number }

/** Threads start when first needed; an idle one does not keep the process alive. */
export function createWorkerPool(
  entry: URL = sourceEntry,
  threads: number = defaultThreads(),
  { idleMilliseconds, ...resourceLimits }: PoolLimits = {},
): WorkerPool {
  /** With the timer that ends each. */
  const idle = new Map<Worker, NodeJS.Timeout | undefined>()
  const all = new Set<Worker>()
  const waiting: Task[] = []
  let closed = false

  function startNext(): void {
    while (waiting.length > 0 && (idle.size > 0 || all.size < threads)) {
      const task = waiting.shift()
      if (task !== undefined) runOn(awakened() ?? startThread(), task)
    }
  }
  function startThread(): Worker {
    const worker = new Worker(entry, { resourceLimits })
    all.add(worker)
    // One that ends while nobody waits for it, out of memory after its deadline, is heard by nobody else, and would end the process.
    worker.on('error', () => undefined)
    // A thread that dies idle must not be handed the next task.
    worker.on('exit', () => {
      all.delete(worker)
      idle.delete(worker)
    })
    return worker
  }
  function awakened(): Worker | undefined {
    const [worker] = [...idle.keys()].slice(-1)
    if (worker === undefined) return undefined
    clearTimeout(idle.get(worker))
    idle.delete(worker)
    return worker
  }
  function rest(worker: Worker): void {
    const end = (): void => {
      // At once, not when it has ended: the next task may have a fresh one.
      idle.delete(worker)
      all.delete(worker)
      void worker.terminate()
    }
    idle.set(worker, idleMilliseconds === undefined ? undefined : setTimeout(end, idleMilliseconds).unref())
  }
  function runOn(worker: Worker, task: Task): void {
    const settle = (outcome: () => void, reusable: boolean): void => {
      clearTimeout(deadline)
      worker.off('message', onReply).off('error', onError).off('exit', onExit)
      task.signal?.removeEventListener('abort', onAbort)
      outcome()
      worker.unref()
      if (reusable) rest(worker)
      else all.delete(worker)
      startNext()
    }
    const onReply = (reply: WorkerReply): void => settle(() => task.settle(reply), true)
    const onError = (error: Error): void => settle(() => task.reject(asEnding(error)), false)
    const onExit = (): void => settle(() => task.reject(new Error('the worker thread ended')), false)
    const stop = (reason: unknown): void => {
      settle(() => task.reject(reason), false)
      void worker.terminate()
    }
    const onAbort = (): void => stop(task.signal?.reason)
    const deadline = task.milliseconds && setTimeout(() => stop(new ThreadEnded('time')), task.milliseconds)
    worker.on('message', onReply).on('error', onError).on('exit', onExit)
    task.signal?.addEventListener('abort', onAbort)
    worker.ref()
    try {
      worker.postMessage(task.request, task.transfer)
    } catch (error) {
      // An argument that cannot be cloned; the thread never saw it.
      settle(() => task.reject(error), true)
    }
  }
  function leaveQueue(task: Task): void {
    const index = waiting.indexOf(task)
    if (index < 0) return
    waiting.splice(index, 1)
    task.reject(task.signal?.reason)
  }
  return {
    run: (name, args, options = {}) =>
      new Promise((resolve, reject) => {
        options.signal?.throwIfAborted()
        if (closed) throw new Error('the worker pool is closed')
        // The entry calls the function of this name, so the value has its type.
        const done = (value: unknown): void => resolve(value as Awaited<ReturnType<WorkerFunctions[typeof name]>>)
        const task = makeTask({ name, args }, options, { done, reject })
        waiting.push(task)
        options.signal?.addEventListener('abort', () => leaveQueue(task), { once: true })
        startNext()
      }),
    close: async () => {
      closed = true
      for (const task of waiting.splice(0)) task.reject(new Error('the worker pool is closed'))
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}

type Task = {
  readonly request: WorkerRequest
  readonly transfer: readonly ArrayBuffer[]
  readonly signal: AbortSignal | undefined
  readonly milliseconds: number | undefined
  readonly settle: (reply: WorkerReply) => void
  readonly reject: (error: unknown) => void
}

function makeTask(
  request: WorkerRequest,
  { transfer = [], signal, milliseconds }: WorkerRunOptions,
  outcome: { readonly done: (value: unknown) => void; readonly reject: (error: unknown) => void },
): Task {
  const settle = (reply: WorkerReply): void => {
    if (reply.state === 'done') outcome.done(reply.value)
    else outcome.reject(asError(reply))
  }
  return { request, transfer, signal, milliseconds, settle, reject: outcome.reject }
}

function asError(reply: Exclude<WorkerReply, { readonly state: 'done' }>): Error {
  if (reply.state === 'problem') {
    return problemIn(reply) ?? new Error(`the worker told of an unknown problem: ${reply.kind}`)
  }
  return Object.assign(new Error(reply.message), { stack: reply.stack })
}

function asEnding(error: Error): Error {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadEnded('memory') : error
}

/** One core is left for the program itself. */
function defaultThreads(): number {
  return Math.max(2, Math.min(4, availableParallelism() - 1))
}
