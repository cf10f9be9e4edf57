import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import type { JobContext, WorkingContext } from '../host/door.ts'
import { verifyEvidence } from '../record/evidenceCheck.ts'
import { givenFileSchema } from '../file/fileHandle.ts'
import { offerHoldings } from '../holdings/holdingsArchive.ts'
import type { Host, UnlockedWorkspace } from '../host/host.ts'
import { intakeSchema, takeInAll } from '../record/intake.ts'
import type { JobReport, Resumers } from './job.ts'
import { freezeMemo, freezeSchema } from '../document/memoFreeze.ts'
import { acceptanceSchema, acceptStaged, exportForPeer, exportSchema, stageFile } from '../exchange/syncJobs.ts'
import { closeUnused } from '../host/workspaceAccess.ts'

/**
 * What each kind of long work does, of its order alone: when a person asks for it, and again from its row where the
 * process was stopped before the end. An order names beforehand what the work will make, so that nothing is made twice.
 */
const jobKinds = {
  'evidence.add': kind('write', intakeSchema, takeInAll),
  'evidence.verifyAll': kind('read', z.object({}), verifyEvidence),
  'memo.freeze': kind('write', freezeSchema, freezeMemo),
  'sync.export': kind('write', exportSchema, exportForPeer),
  'sync.stage': kind('write', givenFileSchema, stageFile),
  'sync.accept': kind('write', acceptanceSchema, acceptStaged),
  'sync.holdings': kind('read', z.object({}), offerHoldings),
}
type JobKinds = typeof jobKinds

/** Starts a job of the session's workspace; gives its id. Never call it inside a transaction. */
export function startJob<K extends keyof JobKinds>(
  { host, session }: WorkingContext,
  name: K,
  order: z.infer<JobKinds[K]['order']>,
): Promise<string> {
  const { workspace, person } = session
  const { access, run } = jobKinds[name]
  const input = { ...order, person }
  // The window may be locked meanwhile; then the last job out closes the store (decision 33).
  const onEnd = () => closeUnused(host)
  return host.jobs.start({ kind: name, input, access, workspace, run: run({ host, workspace }, input), onEnd })
}

/** How the jobs that a stopped process left are taken up again, each in the name of who began it. */
export function resumersOf(host: Host, workspace: UnlockedWorkspace): Resumers {
  return new Map(
    Object.entries(jobKinds).map(([name, { access, run }]) => [
      name,
      { access, workOf: (input) => run({ host, workspace }, input) },
    ]),
  )
}

type Place = { readonly host: Host; readonly workspace: UnlockedWorkspace }

/** `read`: it writes nothing, or nothing but files outside the workspace; then it runs beside the writers. */
function kind<Order>(
  access: 'read' | 'write',
  /** A JSON value: real paths, not handles (decision 33). */
  order: z.ZodType<Order>,
  work: (context: JobContext, order: Order, report: JobReport) => Promise<unknown>,
) {
  return {
    access,
    order,
    run:
      ({ host, workspace }: Place, input: unknown) =>
      async (report: JobReport): Promise<unknown> => {
        const asked = order.safeParse(input)
        const asker = askerSchema.safeParse(input)
        // The row of a program of another version.
        if (!asked.success || !asker.success) throw new Problem('job.interrupted', {})
        return work({ host, session: { workspace, person: asker.data.person } }, asked.data, report)
      },
  }
}

const askerSchema = z.object({ person: z.uuid() })
