import * as z from 'zod'
import { idSchema, instantSchema, ownJob } from '../procedure.ts'
import { nextStepSchema } from './nextStep.ts'

const day = z.iso.date()

/** 工作台: what the person who asks should do next (electron/README §9). Lists are short; the counts say how many there are. */
export const homeSummary = z.object({
  today: day,
  /** Visits of today, and earlier ones that are not complete yet; the last first. */
  visits: z.array(
    idSchema.extend({
      number: z.string(),
      unitName: z.string(),
      mode: z.string().nullable(),
      visitedOn: day.nullable(),
      today: z.boolean(),
      findings: z.int(),
      /** What the visit itself still lacks, in words. */
      problems: z.array(z.string()),
    }),
  ),
  /** Findings with missing fields: 缺n项. */
  incomplete: z.object({
    total: z.int(),
    findings: z.array(
      idSchema.extend({
        number: z.string(),
        title: z.string().nullable(),
        unitName: z.string(),
        missing: z.array(z.object({ field: z.string(), label: z.string() })),
      }),
    ),
  }),
  conflicts: z.int(),
  /** Changes that a newer program wrote: shown after the upgrade. */
  waiting: z.int(),
  /** What this person has typed and not saved. */
  drafts: z.array(z.object({ form: z.string(), entityId: z.uuid(), label: z.string(), savedAt: instantSchema })),
  /** Memos that wait for something this person can do. */
  documents: z.array(idSchema.extend({ unitName: z.string(), state: z.string(), waitsForMe: z.boolean() })),
  /** Papers of which something that they printed does not count any more, with how. */
  groundless: z.object({
    total: z.int(),
    papers: z.array(
      idSchema.extend({ kind: z.string(), unitName: z.string(), state: z.string(), grounds: z.string() }),
    ),
  }),
  /** Visits of earlier days, complete and with findings, of which the lead has compiled no memo yet. */
  unwritten: z.array(idSchema.extend({ unitName: z.string(), visitedOn: day.nullable(), findings: z.int() })),
  /** Packages written here without a receipt, and packages that came in and wait. */
  packages: z.array(
    idSchema.extend({
      peerName: z.string(),
      serial: z.int(),
      direction: z.enum(['out', 'in']),
      state: z.string(),
      madeAt: instantSchema,
    }),
  ),
  /** At headquarters: for whom something waits to be handed down, in words. */
  waitingDown: z.array(z.object({ log: z.uuid(), name: z.string(), total: z.int(), words: z.string() })),
  /** Open deadlines of the campaigns, the nearest first; negative days are overdue. */
  milestones: z.array(
    idSchema.extend({
      title: z.string(),
      campaign: z.string(),
      dueOn: day,
      days: z.int(),
      /** 还有n天 */
      text: z.string(),
      source: z.string().nullable(),
    }),
  ),
})

/** `job` access: packages that wait lie in the store's own reading, besides the tables. Nothing is written. */
export const home = {
  summary: ownJob.output(homeSummary),
  /** The one thing that comes next; said on every page. */
  next: ownJob.output(nextStepSchema),
}
