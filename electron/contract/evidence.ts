import * as z from 'zod'
import type { JobKinds } from './job/jobMeaning.ts'
import { evidenceClasses } from './catalogue/inspection.ts'
import { idSchema, job, jobStarted, ownJob, read, write } from './procedure.ts'
import { rowSchema, valuesSchema } from './row.ts'
import { reasonSchema } from './text/reason.ts'

export const evidenceView = rowSchema('evidence').and(
  z.object({ number: z.string(), present: z.boolean(), alsoIn: z.array(z.string()) }),
)

const foundEvidence = evidenceView.and(
  z.object({ findingNumber: z.string(), findingTitle: z.string().nullable(), unitName: z.string() }),
)

/** Of one intake: what a person can choose in a dialog and wait for; more than a day of photos. */
const mostFiles = 10_000

/** What verifying every file found: numbers of the pieces that are absent or no longer what their hash says. */
export const verifiedEvidence = z.object({ checked: z.int(), damaged: z.array(z.string()) })

/** What became of one file of an intake: each file stands alone, one bad file does not stop the others. */
export const intakeResult = z.object({
  fileName: z.string(),
  evidence: z.uuid().nullable(),
  /** Numbers of other findings that already hold the same bytes. */
  alsoIn: z.array(z.string()),
  problem: z.object({ kind: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export const intakeDone = z.object({ results: z.array(intakeResult) })

/** The long work that these procedures start. */
export const evidenceJobs = {
  'evidence.add': {
    name: '收照片和文件',
    access: 'write',
    about: { noun: 'finding', key: 'finding' },
    result: intakeDone,
  },
  'evidence.verifyAll': {
    name: '校验全部证据',
    access: 'read',
    about: { noun: 'evidence', key: null },
    result: verifiedEvidence,
  },
} as const satisfies JobKinds<'evidence'>

export const evidence = {
  list: read.input(z.object({ finding: z.uuid() })).output(z.array(evidenceView)),
  /** All evidence with its finding, the last added first, a page at a time. */
  page: read
    .input(
      z.object({
        /** Looked for in the caption, the number, the file's name and the unit's. */
        text: z.string().max(100).optional(),
        limit: z.int().min(1).max(500).default(60),
        after: z.string().optional(),
        /** How many come before it: any place of a long list, as its scrollbar needs. */
        offset: z.int().min(0).optional(),
      }),
    )
    .output(z.object({ evidence: z.array(foundEvidence), total: z.int(), next: z.string().nullable() })),
  /** Takes in files by handles that a dialog, the preload or an upload issued (decisions.md 30). */
  add: job('recordInspection')
    .input(
      z.object({
        finding: z.uuid(),
        files: z
          .array(z.object({ handle: z.uuid(), caption: z.string().max(200).optional() }))
          .min(1, '没有选中文件')
          .max(mostFiles, `一次最多添加 ${mostFiles} 个文件，请分几次添加`),
        class: z.enum(evidenceClasses),
      }),
    )
    .output(jobStarted('evidence.add')),
  /** What a person says of a piece; what the file says of itself is never edited. */
  save: write('recordInspection')
    .input(z.object({ id: z.uuid(), set: valuesSchema('evidence', ['caption', 'class', 'position']) }))
    .output(idSchema),
  /** Puts a piece before another of its finding; behind all where `before` is null. */
  move: write('recordInspection')
    .input(z.object({ id: z.uuid(), before: z.uuid().nullable() }))
    .output(idSchema),
  remove: write('recordInspection')
    .input(idSchema.extend({ reason: reasonSchema(200, '请写明作废原因') }))
    .output(idSchema),
  /** Small JPEGs in base64, those of photos that are here. Made when first asked for: an imported photo has none yet. */
  thumbnails: ownJob
    .input(z.object({ ids: z.array(z.uuid()).max(60) }))
    .output(z.array(z.object({ id: z.uuid(), jpeg: z.string() }))),
  /** A single-use ticket for GET /file/‹ticket›. */
  ticket: ownJob
    .input(z.object({ id: z.uuid(), form: z.enum(['original', 'thumbnail']) }))
    .output(z.object({ ticket: z.string() })),
  /** Re-hashes everything this workspace holds; the result names what does not match. */
  verifyAll: ownJob.output(jobStarted('evidence.verifyAll')),
}
