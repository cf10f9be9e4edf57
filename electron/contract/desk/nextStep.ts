import * as z from 'zod'

/** Where the button of the next step leads: a page, and what of it is opened there. */
const place = z.object({
  page: z.enum(['visits', 'findings', 'documents', 'sync', 'import', 'settings']),
  /** A record's id, or `new`. */
  id: z.string().exactOptional(),
  /** Of a new finding, the visit it belongs to. */
  visit: z.uuid().exactOptional(),
  /** The field to begin at. */
  field: z.string().exactOptional(),
  /** Only findings in this state. */
  state: z.literal('冲突').exactOptional(),
  section: z.enum(['登记', '单位', '人员']).exactOptional(),
})
export type NextPlace = z.infer<typeof place>

/** What comes next for the person who asks: a sentence, and one button with where it leads. */
export const nextStepSchema = z.object({
  words: z.string(),
  action: z.string(),
  place,
  /** Something waits for this person; otherwise others have the turn, and the button is where their answer goes. */
  mine: z.boolean(),
})
export type NextStep = z.infer<typeof nextStepSchema>
