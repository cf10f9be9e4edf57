import * as z from 'zod'
import { idSchema, instantSchema, job, jobStarted, lead, read, write, field } from './procedure.ts'
import { rowSchema, valuesSchema } from './row.ts'

const signerView = z.object({
  id: z.uuid(),
  /** null: signs on paper. */
  person: z.uuid().nullable(),
  name: z.string(),
  role: z.string(),
  signedAt: instantSchema.nullable(),
})

const versionView = z.object({
  id: z.uuid(),
  version: z.int(),
  code: z.string(),
  frozenAt: instantSchema,
  voidedReason: z.string().nullable(),
  signers: z.array(signerView),
  /** Fields that changed after this version was printed (E5): the paper is then out of date. */
  outdated: z.array(z.object({ entity: z.string(), number: z.string(), label: z.string() })),
})

const choiceView = z.object({
  finding: z.uuid(),
  number: z.string(),
  title: z.string().nullable(),
  included: z.boolean(),
  reason: z.string().nullable(),
  missing: z.array(z.string()),
})

export const memo = {
  list: read.output(z.array(z.object({ id: z.uuid(), visit: z.uuid(), unitName: z.string(), state: z.string() }))),
  get: read.input(idSchema).output(
    z.object({
      memo: rowSchema('memo'),
      state: z.string(),
      choices: z.array(choiceView),
      versions: z.array(versionView),
    }),
  ),
  /** One memo for one visit; compiling twice gives the same memo (decision 28). */
  compile: write(lead)
    .input(z.object({ visit: z.uuid() }))
    .output(idSchema),
  save: write(lead)
    .input(z.object({ id: z.uuid(), set: valuesSchema('memo') }))
    .output(idSchema),
  choose: write(lead)
    .input(
      z.object({
        memo: z.uuid(),
        finding: z.uuid(),
        included: z.boolean(),
        reason: z.string().trim().max(200).nullable(),
      }),
    )
    .output(idSchema),
  /** Prints the memo, places the signature lines and freezes the version: a job, its result names the version. */
  freeze: job(lead).input(idSchema).output(jobStarted),
  /** Signs one frozen version with the personal key; `ink` is the drawn signature as strokes in pixels. */
  sign: job(field)
    .input(
      z.object({
        version: z.uuid(),
        password: z.string().max(200),
        ink: z.array(z.array(z.object({ x: z.number(), y: z.number() })).max(5000)).max(200),
      }),
    )
    .output(z.object({ signature: z.uuid() })),
  void: write(lead)
    .input(z.object({ version: z.uuid(), reason: z.string().trim().min(1, '请写明作废原因').max(500) }))
    .output(idSchema),
  /** A ticket for the assembled .docx of a version: the union of the signatures that have arrived. */
  ticket: job('any')
    .input(z.object({ version: z.uuid() }))
    .output(z.object({ ticket: z.string(), fileName: z.string() })),
}
