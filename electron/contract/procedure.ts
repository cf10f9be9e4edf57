import { oc } from '@orpc/contract'
import * as z from 'zod'
import type { Role } from './capability.ts'

/**
 * What the door needs to know of a procedure before it opens: `access` decides the transaction (read: one snapshot,
 * write: one operation in the change log, job: transactions live in the runner), `roles` who may pass. `session: false`
 * marks the few procedures that work before a workspace is unlocked.
 */
export type ProcedureMeta = {
  readonly session: boolean
  readonly access: 'read' | 'write' | 'job'
  readonly roles: readonly Role[] | 'any'
}

const base = oc.$meta<ProcedureMeta>({ session: true, access: 'read', roles: 'any' }).errors({
  PROBLEM: { status: 422, data: z.object({ kind: z.string(), details: z.record(z.string(), z.unknown()) }) },
})

export const read = base
export const write = (roles: readonly Role[] | 'any') => base.meta({ session: true, access: 'write', roles })
export const job = (roles: readonly Role[] | 'any') => base.meta({ session: true, access: 'job', roles })
export const open = base.meta({ session: false, access: 'job', roles: 'any' })

export const field = ['组员', '组长'] as const satisfies readonly Role[]
export const lead = ['组长'] as const satisfies readonly Role[]
export const administer = ['系统管理员'] as const satisfies readonly Role[]

export const idSchema = z.object({ id: z.uuid() })
/** Work of this kind (`jobKind.ts`) runs on after the request: watch it with `job.watch`. */
export const jobStarted = <K extends string>(kind: K) => z.object({ job: z.uuid(), kind: z.literal(kind) })
export const instantSchema = z.iso.datetime({ precision: 3 })
