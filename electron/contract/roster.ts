import * as z from 'zod'
import { idSchema, read, write } from './procedure.ts'
import { rowSchema, seenSchema, valuesSchema } from './row.ts'

/** One row for all that are the same (decisions.md 84). */
const listed = z.object({
  /** Pinyin initials of its names, in lower case, for those who type them. */
  initials: z.string(),
  /** Of a unit that headquarters made it, of a person that headquarters has enrolled her: these come first. */
  official: z.boolean(),
  /** The others that are the same. */
  joined: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), code: z.string().nullable() })),
})

/** `besides`: those of the same name or code of whom the person has said that they are others. */
const saving = { id: z.uuid().optional(), seen: seenSchema.optional(), besides: z.array(z.uuid()).max(500).optional() }
const names = {
  unit: ['code', 'name', 'shortName', 'system', 'level', 'parentUnit'],
  person: ['name', 'unit', 'post'],
} as const
const two = z.object({ one: z.uuid(), other: z.uuid() })

/** Said of two rows, and taken back. Problems `roster.joinedAlready`, `roster.joinRefused`, `roster.apartRefused`. */
const joining = {
  join: write('manageRoster', 'joinLocally').input(two).output(idSchema),
  separate: write('manageRoster', 'joinLocally').input(idSchema).output(idSchema),
  /** In how many visits and papers each of these rows is named by its own id. */
  uses: read
    .input(z.object({ ids: z.array(z.uuid()).max(100) }))
    .output(z.array(z.object({ id: z.uuid(), visits: z.int(), papers: z.int() }))),
}

export const unit = {
  list: read.output(z.array(rowSchema('unit').and(listed))),
  /** Problem `roster.known`: there is one of this name or code, which may be the same. */
  save: write('manageRoster', 'listLocally')
    .input(z.object({ ...saving, set: valuesSchema('unit', names.unit) }))
    .output(idSchema),
  ...joining,
}

export const person = {
  list: read.output(z.array(rowSchema('person').and(listed))),
  /** Problem `roster.known`: there is one of this name, who may be the same. */
  save: write('manageRoster', 'listLocally')
    .input(z.object({ ...saving, set: valuesSchema('person', names.person) }))
    .output(idSchema),
  ...joining,
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
