import { implement, ORPCError, ValidationError } from '@orpc/server'
import { contract } from '../../contract/api.ts'
import { can } from '../../contract/capability.ts'
import { Problem, isProblem } from '../../contract/problem/problem.ts'
import type { ProcedureMeta } from '../../contract/procedure.ts'
import { append } from '../../store/change/changeLog.ts'
import type { EventDraft, RowDraft } from '../../store/change/said.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import { readTrust, trustOf } from '../../store/change/trust.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import type { RequestContext, Session } from './host.ts'

/**
 * The middleware of every procedure: who asks → permission → transaction → Problem (electron/README §5). A room's procedures are
 * built on one of four bases, and each checks that the contract says the same:
 * `reading` one snapshot, `writing` one operation in the change log, `working` a job's own transactions,
 * `opening` before a workspace is unlocked.
 */
const base = implement(contract)
  .$context<RequestContext>()
  .use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw asProcedureError(error)
    }
  })

export const opening = base.use(({ context, procedure, next }) => {
  expectAccess(procedure['~orpc'].meta, 'job', false)
  return next({ context })
})

export const working = base.use(async ({ context, procedure, next }) => {
  const meta = expectAccess(procedure['~orpc'].meta, 'job', true)
  const session = sessionOf(context)
  await session.workspace.store.read((tx) => requireCapability(tx, session, meta))
  return next({ context: { session } })
})

export const reading = base.use(async ({ context, procedure, next }) => {
  const meta = expectAccess(procedure['~orpc'].meta, 'read', true)
  const session = sessionOf(context)
  return session.workspace.store.read(async (tx) => {
    await requireCapability(tx, session, meta)
    return next({ context: { session, tx } })
  })
})

export const writing = base.use(async ({ context, procedure, next }) => {
  const meta = expectAccess(procedure['~orpc'].meta, 'write', true)
  const session = sessionOf(context)
  return session.workspace.store.write(async (tx) => {
    requireOneOf(meta, session, (await trustOf(tx)).state)
    return next({ context: { session, tx, record: recorder(context, session, tx) } })
  })
})

export type Draft = RowDraft | EventDraft
/** Appends drafts to the workspace's own log as one operation of the session's person. */
export type RecordDrafts = (drafts: readonly Draft[]) => Promise<readonly string[]>

export type WritingContext = RequestContext & {
  readonly session: Session
  readonly tx: WriteTx
  readonly record: RecordDrafts
}
export type WorkingContext = RequestContext & { readonly session: Session }
/** What a job needs of it: a window may be gone by then. */
export type JobContext = Pick<WorkingContext, 'host' | 'session'>

/** One operation: all drafts recorded through it share its id (decisions.md 13). */
export function recorder(
  { host }: Pick<RequestContext, 'host'>,
  session: Session,
  tx: WriteTx,
  operation = host.newId(),
): RecordDrafts {
  return (drafts) =>
    append(tx, { log: session.workspace.log, operation, author: session.person, at: host.instant(), drafts })
}

/** The acceptance of a job, or of a piece of one: a write transaction of its own. All pieces of a job share its `operation`. */
export function recordInJob<T>(
  context: JobContext,
  work: (tx: WriteTx, record: RecordDrafts) => Promise<T>,
  operation?: string,
): Promise<T> {
  return context.session.workspace.store.write((tx) => work(tx, recorder(context, context.session, tx, operation)))
}

function expectAccess(meta: ProcedureMeta, access: ProcedureMeta['access'], session: boolean): ProcedureMeta {
  if (meta.access !== access || meta.session !== session)
    throw new Error('the contract gives this procedure another access')
  return meta
}

function sessionOf(context: RequestContext): Session {
  if (context.connection.session === undefined) throw new Problem('workspace.locked', {})
  return context.connection.session
}

async function requireCapability(tx: ReadTx, session: Session, meta: ProcedureMeta): Promise<void> {
  if (meta.needs !== 'nothing') requireOneOf(meta, session, await readTrust(tx))
}

function requireOneOf({ needs }: ProcedureMeta, { person, workspace }: Session, trust: TrustState): void {
  if (needs === 'nothing') return
  const roles = rolesOf(person, workspace.log, trust)
  if (!needs.some((capability) => can(roles, capability))) throw new Problem('permission.denied', {})
}

function asProcedureError(error: unknown): unknown {
  const problem = isProblem(error) ? error : invalidInput(error)
  if (problem === undefined) return error
  const { kind, details } = problem
  return new ORPCError('PROBLEM', { status: 422, message: kind, data: { kind, details } })
}

/** What the contract's schema refuses, field by field, in its own Chinese words. */
function invalidInput(error: unknown): Problem | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return undefined
  if (!(error.cause instanceof ValidationError)) return undefined
  const fields = error.cause.issues.map(({ path = [], message }) => ({
    path: path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    // A rule without words of its own speaks the library's English.
    message: /\p{Script=Han}/u.test(message) ? message : '格式不对',
  }))
  return new Problem('input.invalid', { fields })
}
