import type { JobView } from '../../contract/job/job.ts'
import { subjectOf } from '../../contract/job/jobKind.ts'
import { isProblem, Problem } from '../../contract/problem/problem.ts'
import { randomBytes } from '../../crypto/hash.ts'
import { putJob, type JobProblem, type LocalJob } from '../../store/local/localJob.ts'
import type { Store } from '../../store/store.ts'
import { createSubscription, type Iterated, type Subscription } from './subscription.ts'

/** What a job tells while it runs, and how it learns that it should stop. */
export type JobReport = {
  /** Aborted by `cancel` and when the program ends; what is then unfinished must not stay half written. */
  readonly signal: AbortSignal
  readonly progress: (done: number, total: number, note: string) => void
}
/** Its own transactions lie inside; the result is a JSON value that the window sees. */
export type JobWork = (report: JobReport) => Promise<unknown>

export type JobWorkspace = { readonly id: string; readonly store: Store }

export type JobOrder = {
  readonly kind: string
  /** A JSON value that suffices to do the work again: real paths, not handles (decisions.md 33). */
  readonly input: unknown
  /** Undefined for work before a workspace is open; such a job lives in memory only. */
  readonly workspace: JobWorkspace | undefined
  /** Writers of one workspace wait for each other; a job that only reads runs beside them. */
  readonly access: 'read' | 'write'
  readonly run: JobWork
  /** Called when the job has ended, however it did. */
  readonly onEnd?: () => Promise<void>
}

export type JobSurroundings = {
  readonly now: () => number
  /** Where a failure that is no Problem goes; the job shows only the number. */
  readonly reportDefect?: (incident: string, error: unknown) => void
}

/** One job of this process: its state, its watchers, and its row. */
export type RunningJob = {
  readonly id: string
  readonly order: JobOrder
  readonly snapshot: () => LocalJob
  readonly hasEnded: () => boolean
  /** Writes the row. */
  readonly record: () => Promise<void>
  /** Runs to the end, once, and never rejects; true where the end is on record. */
  readonly run: () => Promise<boolean>
  readonly watch: () => Iterated<JobView>
  readonly ended: () => Promise<JobView>
  /** A person wants no more of it: on record at once, so that it is not taken up again whenever the program ends. */
  readonly cancel: () => Promise<void>
  /** The program ends: stops the work but leaves its row waiting, so that the next unlock takes it up. */
  readonly interrupt: () => void
}

/** `createdAt`: when a person began it, for one that is taken up again. */
export function createRunningJob(
  id: string,
  order: JobOrder,
  surroundings: JobSurroundings,
  createdAt?: string,
): RunningJob {
  const abort = new AbortController()
  const watchers = new Set<Subscription<JobView>>()
  const end = Promise.withResolvers<JobView>()
  const instant = (): string => new Date(surroundings.now()).toISOString()
  let interrupted = false
  let isOver = false
  let running: Promise<boolean> | undefined
  let job = waitingJob(id, order, createdAt ?? instant())

  function update(change: Partial<LocalJob>): void {
    job = { ...job, ...change, updatedAt: instant() }
    for (const watcher of watchers) watcher.push(jobView(job))
  }
  async function record(row = job): Promise<void> {
    await order.workspace?.store.write((tx) => putJob(tx, row))
  }
  async function isRecorded(row: LocalJob): Promise<boolean> {
    return record(row).then(
      () => true,
      (error: unknown) => {
        incident(error)
        return false
      },
    )
  }
  function incident(error: unknown): string {
    const number = randomBytes(4).toString('hex').toUpperCase()
    surroundings.reportDefect?.(number, error)
    return number
  }
  async function outcome(): Promise<Partial<LocalJob>> {
    try {
      abort.signal.throwIfAborted()
      update({ state: 'running' })
      await record()
      const progress = (done: number, total: number, note: string): void => {
        if (job.state === 'running') update({ done, total, note })
      }
      return { state: 'done', result: await order.run({ signal: abort.signal, progress }) }
    } catch (error) {
      if (isStop(error, abort.signal)) return interrupted ? interruption : { state: 'cancelled' }
      return { state: 'failed', problem: asJobProblem(error, incident) }
    }
  }
  async function toTheEnd(): Promise<boolean> {
    const result = await outcome()
    const again: LocalJob = { ...job, state: 'waiting' }
    job = { ...job, ...result, updatedAt: instant() }
    const recorded = await isRecorded(result === interruption ? again : job)
    isOver = true
    update({})
    for (const watcher of watchers) watcher.finish()
    end.resolve(jobView(job))
    await order.onEnd?.().catch(incident)
    return recorded
  }
  function stop(): void {
    abort.abort()
    // What still waits for its turn need not wait to be stopped.
    if (job.state === 'waiting') running ??= toTheEnd()
  }
  return {
    id,
    order,
    snapshot: () => job,
    hasEnded: () => isOver,
    record: () => record(),
    run: () => (running ??= toTheEnd()),
    watch: () => {
      const watcher = createSubscription<JobView>({ merge: (_, next) => next, onEnd: () => watchers.delete(watcher) })
      watcher.push(jobView(job))
      if (isOver) watcher.finish()
      else watchers.add(watcher)
      return watcher.iterator
    },
    ended: () => end.promise,
    cancel: async () => {
      stop()
      // Not where it has just ended: that is on its way to the record.
      if (job.state === 'running') await isRecorded({ ...job, state: 'cancelled' })
    },
    interrupt: () => {
      interrupted = !abort.signal.aborted
      stop()
    },
  }
}

/** What a window sees of a job. */
export function jobView({ id, kind, input, state, done, total, note, result, problem }: LocalJob): JobView {
  return { id, kind, about: subjectOf(kind, fieldsOf(input)), state, done, total, note, result, problem }
}

/** A job's input is a JSON value: its fields where it is an object. */
export function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? { ...input } : {}
}

/** How a job ends for who watches while the program ends; its row says that it waits. */
const interruption = {
  state: 'failed',
  problem: { kind: 'job.stopped', details: {} },
} as const satisfies Partial<LocalJob>

function waitingJob(id: string, { kind, input }: JobOrder, at: string): LocalJob {
  const untouched = { done: 0, total: 0, note: '', result: null, problem: null }
  return { id, kind, input, state: 'waiting', ...untouched, createdAt: at, updatedAt: at }
}

function isStop(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError') || isCancelled(error)
}

function isCancelled(error: unknown): boolean {
  return isProblem(error) && error.kind === 'job.cancelled'
}

function asJobProblem(error: unknown, incident: (error: unknown) => string): JobProblem {
  const { kind, details } = isProblem(error) ? error : new Problem('program.defect', { incident: incident(error) })
  return { kind, details }
}
