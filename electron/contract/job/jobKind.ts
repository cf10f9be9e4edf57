import type * as z from 'zod'
import type { RowEntity } from '../catalogue/catalogue.ts'
import { intakeDone, verifiedEvidence } from '../evidence.ts'
import { documentFrozen } from '../document/document.ts'
import { exportWritten, holdingsWritten, importAccepted, importPreview } from '../sync.ts'
import { demoOpenedSchema, upgradeDone } from '../workspace.ts'

type JobKindMeaning = {
  /** As a person calls this work. */
  readonly name: string
  /** Writers of one workspace wait for each other; what writes nothing, or only files outside it, runs beside them. */
  readonly access: 'read' | 'write'
  /** What it works on; `key`: the member of its order that names the one, null where it is about all of them. */
  readonly about: { readonly noun: RowEntity | 'peer' | 'workspace'; readonly key: string | null }
  readonly result: z.ZodType
}

/** Every kind of long work: what both sides of the contract know of it. The services define how each is done. */
export const jobKinds = {
  'evidence.add': {
    name: '收照片和文件',
    access: 'write',
    about: { noun: 'finding', key: 'finding' },
    result: intakeDone,
  },
  'evidence.verifyAll': {
    name: '校验全部证据',
    access: 'read',
    about: { noun: 'evidence', key: null },
    result: verifiedEvidence,
  },
  'document.freeze': {
    name: '文书定稿',
    access: 'write',
    about: { noun: 'document', key: 'id' },
    result: documentFrozen,
  },
  'sync.export': { name: '导出数据包', access: 'write', about: { noun: 'peer', key: 'to' }, result: exportWritten },
  'sync.stage': { name: '检查数据包', access: 'write', about: { noun: 'peer', key: null }, result: importPreview },
  'sync.accept': { name: '导入数据包', access: 'write', about: { noun: 'peer', key: null }, result: importAccepted },
  'sync.holdings': {
    name: '整理所存内容',
    access: 'read',
    about: { noun: 'peer', key: null },
    result: holdingsWritten,
  },
  'workspace.upgrade': {
    name: '读入升级前留存的内容',
    access: 'write',
    about: { noun: 'workspace', key: null },
    result: upgradeDone,
  },
  'workspace.openDemo': {
    name: '打开演练',
    access: 'read',
    about: { noun: 'workspace', key: null },
    result: demoOpenedSchema,
  },
} as const satisfies Record<string, JobKindMeaning>

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
