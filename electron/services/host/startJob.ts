import * as z from 'zod'
import { jobKinds, type JobKind, type JobResult } from '../../contract/job/jobKind.ts'
import { Problem } from '../../contract/problem/problem.ts'
import type { JobReport, JobWork, Resumers } from '../job/jobRunner.ts'
import type { Host, UnlockedWorkspace } from './host.ts'
import type { JobContext } from './procedure.ts'

/**
 * A kind of long work and how it is done, of its order alone: when a person asks for it, and again from its row where the
 * process was stopped before the end. An order names beforehand what the work will make, so that nothing is made twice.
 */
export type Job<K extends JobKind = JobKind, Order = never> = {
  readonly kind: K
  readonly run: (place: Place, input: unknown) => JobWork
  /** Only its type is of use: what `startJob` takes. */
  readonly order: z.ZodType<Order>
}
/** What an unlock can go on with: every kind but the work before a workspace is open. */
export type ResumedKind = Exclude<JobKind, 'workspace.openDemo'>
/** The work of every kind that procedures of one noun start. */
export type JobsOf<Noun extends string> = {
  readonly [K in ResumedKind & `${Noun}.${string}`]: Pick<Job<K>, 'kind' | 'run'>
}
type Place = { readonly host: Host; readonly workspace: UnlockedWorkspace }

/** An order is a JSON value: real paths, not handles (decisions.md 33). It names the job's subject where the kind has one. */
export function defineJob<K extends JobKind, Order extends OrderAbout<K>>(
  kind: K,
  order: z.ZodType<Order>,
  work: (context: JobContext, order: Order, report: JobReport) => Promise<JobResult<K>>,
): Job<K, Order> {
  return {
    kind,
    order,
    run:
      ({ host, workspace }, input) =>
      async (report) => {
        const asked = order.safeParse(input)
        const asker = askerSchema.safeParse(input)
        // The row of a program of another version.
        if (!asked.success || !asker.success) throw new Problem('job.interrupted', {})
        return work({ host, session: { workspace, person: asker.data.person } }, asked.data, report)
      },
  }
}

type OrderAbout<K extends JobKind> = (typeof jobKinds)[K]['about']['key'] extends infer Key extends string
  ? Readonly<Record<Key, string>>
  : object

const askerSchema = z.object({ person: z.uuid() })

/** Starts a job of the session's workspace. Never call it inside a transaction. */
export async function startJob<K extends JobKind, Order>(
  { host, session: { workspace, person } }: JobContext,
  { kind, run }: Job<K, Order>,
  order: Order,
): Promise<{ job: string; kind: K }> {
  const input = { ...order, person }
  const { access } = jobKinds[kind]
  // The window may be locked meanwhile; then the last job out closes the store (decisions.md 33).
  const onEnd = () => host.closeUnused()
  const work = run({ host, workspace }, input)
  return { job: await host.jobs.start({ kind, input, access, workspace, run: work, onEnd }), kind }
}

/** How the jobs that a stopped process left are taken up again, each in the name of who began it. */
export function resumersOf(
  host: Host,
  workspace: UnlockedWorkspace,
  jobs: readonly Pick<Job, 'kind' | 'run'>[],
): Resumers {
  return new Map(
    jobs.map(({ kind, run }) => [
      kind,
      { access: jobKinds[kind].access, workOf: (input: unknown) => run({ host, workspace }, input) },
    ]),
  )
}
