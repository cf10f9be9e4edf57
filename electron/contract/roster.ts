import * as z from 'zod'
import { administer, idSchema, read, write } from './procedure.ts'
import { rowSchema, seenSchema, valuesSchema } from './row.ts'

const anyone = 'any'

export const unit = {
  list: read.output(z.array(rowSchema('unit'))),
  save: write(anyone)
    .input(z.object({ id: z.uuid().optional(), set: valuesSchema('unit'), seen: seenSchema.optional() }))
    .output(idSchema),
}

export const person = {
  list: read.output(z.array(rowSchema('person'))),
  save: write(anyone)
    .input(z.object({ id: z.uuid().optional(), set: valuesSchema('person'), seen: seenSchema.optional() }))
    .output(idSchema),
}

export const campaign = {
  list: read.output(z.array(rowSchema('campaign').and(z.object({ milestones: z.array(rowSchema('milestone')) })))),
  presets: read.output(z.array(z.object({ preset: z.string(), name: z.string() }))),
  /** Writes a shipped preset (its milestones included) as a campaign. Loading it twice changes nothing. */
  loadPreset: write(['组长', '系统管理员'])
    .input(z.object({ preset: z.string() }))
    .output(idSchema),
}

export const task = {
  list: read.output(z.array(rowSchema('task'))),
  save: write(administer)
    .input(z.object({ id: z.uuid().optional(), campaign: z.uuid(), set: valuesSchema('task') }))
    .output(idSchema),
}

export const riskPointView = z.object({
  code: z.string(),
  name: z.string(),
  branch: z.string(),
  domain: z.string(),
  check: z.string(),
  severity: z.int(),
  rectificationType: z.string(),
  clue: z.boolean(),
  rules: z.array(
    z.object({ document: z.string(), article: z.string().nullable(), validity: z.enum(['known', 'unknown']) }),
  ),
})

export const riskPoint = { list: read.output(z.array(riskPointView)) }
