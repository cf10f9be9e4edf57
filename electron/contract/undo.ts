import * as z from 'zod'
import { instantSchema, read, writeRows } from './procedure.ts'

/** `words`: 删除问题 A-002. */
const step = z.object({ operation: z.uuid(), words: z.string(), at: instantSchema })

/** `kept`: what stays as it is, because somebody else has changed it meanwhile, each in a sentence. */
const taken = z.object({ words: z.string(), kept: z.array(z.string()) })

/** Named, so that nobody undoes another thing than the one he saw. */
const which = z.object({ operation: z.uuid() })

/** What a person did last in this workspace, taken back and done again (electron/README §3). */
export const undo = {
  /** The next to be undone or done again first. `wall`: what undo does not reach behind, in words; null where all is shown. */
  list: read.output(z.object({ back: z.array(step), forward: z.array(step), wall: z.string().nullable() })),
  /** Undoes one of those in the list. Problem `undo.nothing`. */
  back: writeRows().input(which).output(taken),
  /** Does one of those again. Problem `undo.nothing`. */
  forward: writeRows().input(which).output(taken),
}
