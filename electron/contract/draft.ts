import * as z from 'zod'
import { instantSchema, ownJob } from './procedure.ts'
import { seenSchema } from './row.ts'

/** What a person has typed and not saved yet (decisions.md 14): their own, on this machine only. */
const key = z.object({
  /** The form, by the noun it edits: 'visit', 'finding', 'document'. */
  form: z.string().min(1).max(40),
  /** The record edited; for a new one the id the window gave the form. */
  entityId: z.uuid(),
})

const draftView = key.extend({
  /** The form's values as the form wrote them; only that form reads them. */
  json: z.string().max(400_000),
  /** What the form saw when it was opened: a later save replaces just this. */
  seen: seenSchema,
  savedAt: instantSchema,
})

/** Local rows, not changes: `job` access, so that keeping a draft is no operation of the change log. */
export const draft = {
  list: ownJob.output(z.array(draftView)),
  find: ownJob.input(key).output(draftView.nullable()),
  put: ownJob.input(draftView.omit({ savedAt: true })).output(z.object({ savedAt: instantSchema })),
  remove: ownJob.input(key).output(z.object({})),
}
