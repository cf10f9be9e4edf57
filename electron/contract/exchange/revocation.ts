import * as z from 'zod'
import { idSchema, read, write } from '../procedure.ts'
import { reasonSchema } from '../text/reason.ts'

/** Who or what may not write any more, as headquarters says it (electron/README §8): an end is a place in each log, not a time. */

export const revocationKinds = ['人员', '日志', '证书'] as const

/** How far a log still counts. */
const cutView = z.object({
  log: z.string(),
  name: z.string(),
  number: z.int(),
  /** 截至第 2 号数据包（2026-11-25 17:03） */
  words: z.string(),
})

const subject = { kind: z.enum(revocationKinds), subject: z.string().min(1).max(80) }
const reason = reasonSchema(500)

export const revocationView = z.object({
  id: z.uuid(),
  ...subject,
  name: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  cuts: z.array(cutView),
  /** Ended again. */
  lifted: z.object({ reason: z.string(), at: z.string() }).nullable(),
})

/** A change that came after such an end and waits for a look. */
export const lateWork = z.object({
  change: z.string(),
  noun: z.string(),
  name: z.string(),
  author: z.string(),
  log: z.string(),
  at: z.string(),
  reason: z.string(),
  /** How many changes of its log would count besides: it and what comes before it past the cut. */
  letsIn: z.int(),
})

export const revocation = {
  list: read.output(z.array(revocationView)),
  /** Whom and what one can revoke: enrolled people and computers, certificates that signed papers. */
  subjects: read.output(z.array(z.object({ ...subject, name: z.string(), note: z.string() }))),
  /** How far each log would still count were it revoked now. */
  cuts: read.input(z.object(subject)).output(z.array(cutView)),
  /** Problem `revocation.standing`. */
  revoke: write('administerTrust')
    .input(z.object({ ...subject, reason }))
    .output(idSchema),
  /** Ends it: all counts again. Problem `record.notFound`. */
  lift: write('administerTrust').input(idSchema.extend({ reason })).output(z.object({})),
  late: read
    .input(z.object({ offset: z.int().min(0), limit: z.int().min(1).max(200) }))
    .output(z.object({ total: z.int(), rows: z.array(lateWork) })),
  /** After a look: its log counts up to this change. Problem `revocation.notLate`. */
  letIn: write('administerTrust')
    .input(z.object({ change: z.string().max(43), reason }))
    .output(z.object({})),
}
