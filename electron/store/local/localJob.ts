import type { Selectable } from 'kysely'
import type { jobStates } from '../../contract/job/job.ts'
import type { LocalTables } from '../database/localTables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** A piece of long work and how far it came. `input` and `result` are JSON values. */
export type LocalJob = {
  readonly id: string
  readonly kind: string
  readonly state: JobState
  readonly input: unknown
  readonly done: number
  readonly total: number
  readonly note: string
  readonly result: unknown
  readonly problem: JobProblem | null
  readonly createdAt: string
  readonly updatedAt: string
}

export type JobState = (typeof jobStates)[number]
/** A Problem as it is kept and shown: its kind and its typed details. */
export type JobProblem = { readonly kind: string; readonly details: Readonly<Record<string, unknown>> }

export async function putJob(tx: WriteTx, job: LocalJob): Promise<void> {
  const { id, problem, ...rest } = job
  const row = {
    ...rest,
    input: json(job.input),
    result: json(job.result),
    error: problem === null ? null : json(problem),
  }
  await tx.db
    .insertInto('local_job')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

export async function findJob(tx: ReadTx, id: string): Promise<LocalJob | undefined> {
  const row = await tx.db.selectFrom('local_job').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** Newest first. */
export async function listJobs(tx: ReadTx): Promise<readonly LocalJob[]> {
  const rows = await tx.db
    .selectFrom('local_job')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(fromRow)
}

/** Jobs that were waiting or running when the process ended, oldest first. */
export async function unfinishedJobs(tx: ReadTx): Promise<readonly LocalJob[]> {
  const rows = await tx.db
    .selectFrom('local_job')
    .selectAll()
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** Forgets ended jobs but the newest ones. */
export async function forgetOldJobs(tx: WriteTx, keep: number): Promise<void> {
  const newest = tx.db
    .selectFrom('local_job')
    .select('id')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(keep)
  await tx.db
    .deleteFrom('local_job')
    .where('state', 'in', ['done', 'failed', 'cancelled'])
    .where('id', 'not in', newest)
    .execute()
}

function fromRow({ error, ...row }: Selectable<LocalTables['local_job']>): LocalJob {
  // JSON columns and `state` are written by this file only.
  return {
    ...row,
    state: row.state as JobState,
    input: JSON.parse(row.input),
    result: row.result === null ? null : JSON.parse(row.result),
    problem: error === null ? null : (JSON.parse(error) as JobProblem),
  }
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null)
}
