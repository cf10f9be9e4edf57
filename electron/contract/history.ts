import * as z from 'zod'
import { hashSchema } from './change.ts'
import { instantSchema, read, writeRows } from './procedure.ts'

/** One field of one save: what left and what came, word by word where it is a text. */
const changedField = z.object({
  field: z.string(),
  label: z.string(),
  pieces: z.array(z.object({ what: z.enum(['same', 'added', 'removed']), text: z.string() })),
  /** It is not what is shown now, and the person may put it back. */
  restorable: z.boolean(),
})

export const historyEntry = z.object({
  change: hashSchema,
  /** The record itself, or a member of a set under it: an inspector of a visit. */
  entity: z.string(),
  id: z.uuid(),
  /** What a member is called; '' of the record itself. */
  about: z.string(),
  at: instantSchema,
  author: z.string(),
  /** On which computer it was written. */
  computer: z.string(),
  /** By which package it came here; '' where it was written here. */
  through: z.string(),
  verb: z.enum(['新建', '修改', '删除', '恢复', '撤销']),
  /** Headquarters changed what a team had recorded. */
  correction: z.boolean(),
  /** Why it did so. */
  reason: z.string(),
  fields: z.array(changedField),
})

const record = { entity: z.string(), id: z.uuid() }

/** 修改记录: what became of one record of any noun, with the members of its sets. Nothing of it can be taken out. */
export const history = {
  /** The last first. `total`: of which these are the latest. Problem `record.notFound`. */
  of: read
    .input(z.object(record))
    .output(z.object({ words: z.string(), entries: z.array(historyEntry), total: z.int() })),
  /**
   * Puts back what these fields were given by a change of this record, by a new change like any other. Problems `record.notFound`,
   * `record.removed`.
   */
  restore: writeRows()
    .input(z.object({ ...record, change: hashSchema, fields: z.array(z.string().max(60)).min(1).max(60) }))
    .output(z.object({ words: z.string() })),
}
