import type * as z from 'zod'
import { evidenceJobs } from '../evidence.ts'
import { documentJobs } from '../document/document.ts'
import { incomingJobs } from '../exchange/incoming.ts'
import { syncJobs } from '../exchange/sync.ts'
import { workspaceJobs } from '../workspace.ts'

/** Every kind of long work, from the files of the nouns. The services define how each is done. */
export const jobKinds = { ...evidenceJobs, ...documentJobs, ...syncJobs, ...incomingJobs, ...workspaceJobs } as const

export type JobKind = keyof typeof jobKinds
export type JobResult<K extends JobKind> = Unchanging<z.infer<(typeof jobKinds)[K]['result']>>

/** The kind in a job's row may be one of another version of the program. */
export function isJobKind(kind: string): kind is JobKind {
  return Object.hasOwn(jobKinds, kind)
}

/** What a job came to; undefined until it is done, and where it is of another kind or its result of another version. */
export function jobResult<K extends JobKind>(
  kind: K,
  job: { readonly kind: string; readonly state: string; readonly result: unknown } | undefined,
): JobResult<K> | undefined {
  if (job?.kind !== kind || job.state !== 'done') return undefined
  // Indexing by K widens the schema to the union of all; the one taken is that of the kind.
  const schema = jobKinds[kind].result as z.ZodType as z.ZodType<JobResult<K>>
  return schema.safeParse(job.result).data
}

/** The id of what a job of this kind works on, by its order; null where it is about no single one. */
export function subjectOf(kind: string, order: Readonly<Record<string, unknown>>): string | null {
  const key = isJobKind(kind) ? jobKinds[kind].about.key : null
  const subject = key === null ? null : order[key]
  return typeof subject === 'string' ? subject : null
}

type Unchanging<T> = T extends readonly (infer One)[]
  ? readonly Unchanging<One>[]
  : T extends object
    ? { readonly [K in keyof T]: Unchanging<T[K]> }
    : T
