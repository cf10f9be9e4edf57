import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { idSchema, open, ownJob } from '../procedure.ts'

export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const

export const jobView = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** The record it works on, or whom it writes to; null where it is about the whole workspace. */
  about: z.string().nullable(),
  state: z.enum(jobStates),
  done: z.int(),
  total: z.int(),
  note: z.string(),
  result: z.unknown(),
  problem: z.object({ kind: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type JobView = z.infer<typeof jobView>

export const listedJob = jobView.extend({
  /** A process that was stopped left it; this one took it up again, or could not. */
  resumed: z.boolean(),
  /** It is done, and the file that it offers has not been fetched yet. */
  fetchable: z.boolean(),
})

export const jobs = {
  list: ownJob.output(z.array(listedJob)),
  /** Read only: losing the watcher changes nothing. Ends after the job has ended. Works before a workspace is open, for 打开演练. */
  watch: open.input(idSchema).output(eventIterator(jobView)),
  cancel: open.input(idSchema).output(z.object({})),
}

export const live = {
  /** After each commit, what it touched; the window asks again for just that (decisions.md 32). */
  watch: ownJob.output(eventIterator(z.object({ nouns: z.array(z.string()), ids: z.array(z.string()) }))),
}
