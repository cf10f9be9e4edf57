import { oc } from '@orpc/contract'
import * as z from 'zod'
import type { Capability } from './capability.ts'

/**
 * What the door needs to know of a procedure before it opens: `access` decides the transaction (read: one snapshot,
 * write: one operation in the change log, job: transactions live in the runner), `needs` who may pass: whoever has one of
 * these capabilities. Whoever is in may read all that is here; what writes facts, goes out or comes in needs one.
 * `session: false` marks the few procedures that work before a workspace is unlocked.
 */
export type ProcedureMeta = {
  readonly session: boolean
  readonly access: 'read' | 'write' | 'job'
  readonly needs: readonly Capability[] | 'nothing'
}

const base = oc.$meta<ProcedureMeta>({ session: true, access: 'read', needs: 'nothing' }).errors({
  PROBLEM: { status: 422, data: z.object({ kind: z.string(), details: z.record(z.string(), z.unknown()) }) },
})

export const read = base
export const write = (...needs: readonly [Capability, ...Capability[]]) =>
  base.meta({ session: true, access: 'write', needs })
/** For whoever writes rows of any noun: each change is judged by its noun like any other besides. */
export const writeRows = () =>
  write('recordInspection', 'compileDocument', 'listLocally', 'loadCampaign', 'manageRoster')
export const job = (...needs: readonly [Capability, ...Capability[]]) =>
  base.meta({ session: true, access: 'job', needs })
/** For every person of the workspace: it reads, or touches only what is theirs on this machine. */
export const ownJob = base.meta({ session: true, access: 'job', needs: 'nothing' })
export const open = base.meta({ session: false, access: 'job', needs: 'nothing' })

export const idSchema = z.object({ id: z.uuid() })
/** Work of this kind (`job/jobKind.ts`) runs on after the request: watch it with `job.watch`. */
export const jobStarted = <K extends string>(kind: K) => z.object({ job: z.uuid(), kind: z.literal(kind) })
export const instantSchema = z.iso.datetime({ precision: 3 })
