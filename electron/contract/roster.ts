import * as z from 'zod'
import { idSchema, read, write } from './procedure.ts'
import { rowSchema, seenSchema, valuesSchema } from './row.ts'

/** Pinyin initials of the name, in lower case, for those who type them. */
const searched = z.object({ initials: z.string() })

export const unit = {
  list: read.output(z.array(rowSchema('unit').and(searched))),
  save: write('manageRoster', 'listLocally')
    .input(z.object({ id: z.uuid().optional(), set: valuesSchema('unit'), seen: seenSchema.optional() }))
    .output(idSchema),
}

export const person = {
  list: read.output(z.array(rowSchema('person').and(searched))),
  save: write('manageRoster', 'listLocally')
    .input(z.object({ id: z.uuid().optional(), set: valuesSchema('person'), seen: seenSchema.optional() }))
    .output(idSchema),
}

export const campaign = {
  list: read.output(z.array(rowSchema('campaign').and(z.object({ milestones: z.array(rowSchema('milestone')) })))),
  presets: read.output(z.array(z.object({ preset: z.string(), name: z.string() }))),
  /** Writes a shipped preset (its milestones included) as a campaign. Loading it twice changes nothing. */
  loadPreset: write('manageRoster', 'loadCampaign')
    .input(z.object({ preset: z.string() }))
    .output(idSchema),
}

export const task = {
  list: read.output(z.array(rowSchema('task'))),
  save: write('manageRoster')
    .input(z.object({ id: z.uuid().optional(), campaign: z.uuid(), set: valuesSchema('task') }))
    .output(idSchema),
}
