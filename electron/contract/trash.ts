import * as z from 'zod'
import { instantSchema, read, writeRows } from './procedure.ts'

const record = z.object({ entity: z.string(), id: z.uuid(), words: z.string() })

/** `under`: what it stands under, where that was removed too: it comes back first, or both at once. */
const removed = record.extend({
  /** What it is called beside its number. */
  title: z.string().nullable(),
  reason: z.string().nullable(),
  at: instantSchema,
  by: z.string(),
  under: record.nullable(),
})

/** 回收站: what was removed in the last 30 days, of every noun. Nothing that was recorded is ever deleted. */
export const trash = {
  /** The last removed first. */
  list: read.output(z.object({ removed: z.array(removed), days: z.int() })),
  /** `withAbove`: also what it stands under, where that was removed. Problem `trash.underRemoved`. */
  restore: writeRows()
    .input(z.object({ entity: z.string(), id: z.uuid(), withAbove: z.boolean().default(false) }))
    .output(z.object({ words: z.string() })),
}
