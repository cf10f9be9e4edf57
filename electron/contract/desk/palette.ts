import * as z from 'zod'
import { idSchema, read } from '../procedure.ts'

/** What the command palette can jump to, and the initials its commands are found by. */
export const paletteHit = idSchema.extend({
  noun: z.enum(['visit', 'finding', 'document']),
  label: z.string(),
  note: z.string(),
})

export const palette = {
  /** By two characters or more, a number, or the initials of the unit. The best few only. */
  find: read.input(z.object({ text: z.string().trim().min(1).max(100) })).output(z.array(paletteHit)),
  /** 新建问题 → xjwt, for each text. */
  initials: read.input(z.object({ texts: z.array(z.string().max(100)).max(300) })).output(z.array(z.string())),
}
