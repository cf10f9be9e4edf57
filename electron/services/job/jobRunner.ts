import type { JobView } from '../../contract/job/job.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { turns } from '../../contract/turns.ts'
import { uuidV7 } from '../../crypto/uuid.ts'
import { findJob, forgetOldJobs, listJobs, putJob, unfinishedJobs, type LocalJob } from '../../store/local/localJob.ts'
import {
  createRunningJob,
  fieldsOf,
  jobView,
  type JobOrder,
  type JobReport,
  type JobSurroundings,
  type JobWork,
  type JobWorkspace,
  type RunningJob,
} from './runningJob.ts'
import { createSubscription, type Iterated } from './subscription.ts'

export type { JobOrder, JobReport, JobWork, JobWorkspace } from './runningJob.ts'

/** For work that a job does elsewhere and a procedure or the command line does at once. */
export const silentReport: JobReport = { signal: new AbortController().signal, progress: () => undefined }

/** Long work that goes on whoever watches, in one process (electron/README §5). */
export type JobRunner = {
  /** The job's id, as soon as it is on record. Never call it inside a transaction. */
  readonly start: (order: JobOrder) => Promise<string>
  /** At unlock: unfinished jobs start again under their id; those of no kind given here end as `job.interrupted`. */
  readonly recover: (workspace: JobWorkspace, resumers: Resumers, onEnd: () => Promise<void>) => Promise<void>
  /** Whether a process that was stopped left the job, and this one took it up again, or could not. */
  readonly wasResumed: (id: string) => boolean
  /** Newest first. */
  readonly list: (viewer: JobViewer) => Promise<readonly JobView[]>
  /** The state now and after each change, ending with the job. Read only. Problem `record.notFound`. */
  readonly watch: (id: string, viewer: JobViewer) => Promise<Iterated<JobView>>
  /** Waits for the end. Problem `record.notFound`. */
  readonly ended: (id: string, viewer: JobViewer) => Promise<JobView>
  /** Asks a job to stop; one that has ended stays as it is. Problem `record.notFound`. */
  readonly cancel: (id: string, viewer: JobViewer) => Promise<void>
  /** What a procedure does at once and no job may come between: waits for the writers before it, with no row of its own. */
  readonly takeTurn: <T>(workspace: JobWorkspace, work: () => Promise<T>) => Promise<T>
  readonly isBusy: (workspaceId: string) => boolean
  /** What is under way in any workspace, for who wants to end the program. */
  readonly underWay: () => readonly JobView[]
  /** Stops all jobs and waits for them; they count as unfinished at the next unlock. */
  readonly close: () => Promise<void>
}

/** Who asks sees the jobs of their workspace and those that belong to none. */
export type JobViewer = JobWorkspace | undefined

/** How to take up again what a killed process left, by kind of job. */
export type Resumers = ReadonlyMap<
  string,
  { readonly access: JobOrder['access']; readonly workOf: (input: unknown) => JobWork }
>

export function createJobRunner(
  options: JobSurroundings & { readonly random: (bytes: number) => Uint8Array },
): JobRunner {
  const jobs = new Map<string, RunningJob>()
  const inTurn = turnsByWorkspace()
  const active = new Set<Promise<unknown>>()
  const guests = new Map<Promise<unknown>, string>()
  const resumed = new Set<string>()
  let closing = false

  async function begin(order: JobOrder): Promise<string> {
    if (closing) throw new Problem('workspace.locked', {})
    const job = createRunningJob(uuidV7(options.now(), options.random(16)), order, options)
    await job.record()
    return enter(job)
  }
  /** It is on record: runs it in its turn. */
  function enter(job: RunningJob): string {
    const { id, order } = job
    jobs.set(id, job)
    const run = async (): Promise<void> => {
      const recorded = await job.run()
      // From here on its row speaks for it.
      if (recorded && order.workspace !== undefined) jobs.delete(id)
    }
    const turn = order.access === 'read' ? run() : inTurn(order.workspace?.id ?? '', run)
    active.add(turn)
    void turn.then(() => active.delete(turn))
    return id
  }
  async function takeTurn<T>(workspace: JobWorkspace, work: () => Promise<T>): Promise<T> {
    if (closing) throw new Problem('workspace.locked', {})
    const turn = inTurn(workspace.id, work)
    const over = turn.catch(() => undefined)
    guests.set(turn, workspace.id)
    active.add(over)
    return turn.finally(() => {
      guests.delete(turn)
      active.delete(over)
    })
  }
  function here(viewer: JobViewer): readonly RunningJob[] {
    return [...jobs.values()].filter(({ order }) => (order.workspace ?? viewer)?.id === viewer?.id)
  }
  function find(id: string, viewer: JobViewer): RunningJob | undefined {
    return here(viewer).find((job) => job.id === id)
  }
  return {
    start: begin,
    recover: async (workspace, resumers, onEnd) => {
      for (const { id, kind, input, state, createdAt } of await settleInterrupted(workspace, jobs, resumers)) {
        resumed.add(id)
        const resumer = resumers.get(kind)
        if (resumer === undefined || state !== 'waiting') continue
        const { access, workOf } = resumer
        enter(createRunningJob(id, { kind, input, workspace, access, run: workOf(input), onEnd }, options, createdAt))
      }
    },
    wasResumed: (id) => resumed.has(id),
    list: async (viewer) => {
      const running = here(viewer).map((job) => job.snapshot())
      const known = new Set(running.map(({ id }) => id))
      const earlier = (await viewer?.store.read((tx) => listJobs(tx))) ?? []
      return [...running, ...earlier.filter(({ id }) => !known.has(id))].toSorted(newestFirst).map(jobView)
    },
    watch: async (id, viewer) => find(id, viewer)?.watch() ?? once(jobView(await recorded(id, viewer))),
    ended: async (id, viewer) => find(id, viewer)?.ended() ?? jobView(await recorded(id, viewer)),
    cancel: async (id, viewer) => {
      const job = find(id, viewer)
      if (job === undefined) await recorded(id, viewer)
      await job?.cancel()
    },
    takeTurn,
    isBusy: (workspaceId) =>
      unfinished(jobs).some(({ order }) => order.workspace?.id === workspaceId) ||
      [...guests.values()].includes(workspaceId),
    underWay: () => unfinished(jobs).map((job) => jobView(job.snapshot())),
    close: async () => {
      closing = true
      for (const job of unfinished(jobs)) job.interrupt()
      await Promise.all(active)
    },
  }
}

const keptJobs = 200

/** Ends what cannot go on and forgets what is old; gives all that were left: those to take up again are waiting. */
async function settleInterrupted(
  { store }: JobWorkspace,
  running: ReadonlyMap<string, RunningJob>,
  resumers: Resumers,
): Promise<readonly LocalJob[]> {
  return store.write(async (tx) => {
    const left = (await unfinishedJobs(tx)).filter(({ id }) => !running.has(id))
    const settled = left.map((job) => settle(job, resumers))
    for (const job of settled) await putJob(tx, job)
    await forgetOldJobs(tx, keptJobs)
    return settled
  })
}

/** As often as this may a process die over one job: the next unlock would otherwise only die again. */
const mostDeaths = 3

/** An orderly end leaves a job waiting; one that is found running was running when the process died. */
function settle(job: LocalJob, resumers: Resumers): LocalJob {
  const times = deathsOf(job) + (job.state === 'running' ? 1 : 0)
  if (!resumers.has(job.kind)) return { ...job, state: 'failed', problem: { kind: 'job.interrupted', details: {} } }
  if (times >= mostDeaths) return { ...job, state: 'failed', problem: { kind: 'job.deadly', details: { times } } }
  return { ...job, state: 'waiting', input: { ...fieldsOf(job.input), deaths: times } }
}

function deathsOf({ input }: LocalJob): number {
  const { deaths } = fieldsOf(input)
  return typeof deaths === 'number' ? deaths : 0
}

async function recorded(id: string, viewer: JobViewer): Promise<LocalJob> {
  const job = await viewer?.store.read((tx) => findJob(tx, id))
  if (job === undefined) throw new Problem('record.notFound', {})
  return job
}

/** One writer at a time in each workspace, in the order of their starts. */
function turnsByWorkspace(): <T>(workspaceId: string, run: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, ReturnType<typeof turns>>()
  return (workspaceId, run) => {
    const inTurn = queues.get(workspaceId) ?? turns()
    queues.set(workspaceId, inTurn)
    return inTurn(run)
  }
}

function unfinished(jobs: ReadonlyMap<string, RunningJob>): readonly RunningJob[] {
  return [...jobs.values()].filter((job) => !job.hasEnded())
}

function newestFirst(one: LocalJob, other: LocalJob): number {
  if (one.createdAt === other.createdAt) return one.id < other.id ? 1 : -1
  return one.createdAt < other.createdAt ? 1 : -1
}

function once(view: JobView): Iterated<JobView> {
  const subscription = createSubscription<JobView>({ merge: (_, next) => next, onEnd: () => undefined })
  subscription.push(view)
  subscription.finish()
  return subscription.iterator
}
