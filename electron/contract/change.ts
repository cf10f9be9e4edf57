import * as z from 'zod'

/** The words of the change log (electron/README §3, decisions 1 and 2). Hashes are SHA-256 as base64url without padding. */
export const hashSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
/** Hybrid logical clock: milliseconds since 1970, a dash, a counter of four hex digits. */
export const clockSchema = z.string().regex(/^\d{13}-[0-9a-f]{4}$/)
export const logIdSchema = z.uuid()

export const changeHeaderSchema = z.strictObject({
  body: hashSchema,
  clock: clockSchema,
  log: logIdSchema,
  number: z.int().min(1),
  operation: z.uuid(),
  previous: hashSchema,
  schemaVersion: z.int().min(1),
})
export type ChangeHeader = Readonly<z.infer<typeof changeHeaderSchema>>

const fieldValueSchema = z.union([z.string(), z.int(), z.boolean(), z.null()])
export type PlainValue = string | number | boolean | null

/**
 * What a change says. `replaces` names, per field, the changes whose values this one takes the place of; a field that
 * replaces nothing has an empty list or none. Values are checked against the catalogue only after upcasting.
 */
export const changeBodySchema = z
  .strictObject({
    /** The person, or the person sealed for headquarters as a base64 age file: exactly one of the two. */
    author: z.uuid().optional(),
    sealedAuthor: z.string().max(4000).optional(),
    at: z.iso.datetime({ precision: 3 }),
    entity: z.string().max(40),
    id: z.uuid(),
    kind: z.enum(['row', 'event']),
    parent: z.uuid().optional(),
    set: z.record(z.string().max(60), fieldValueSchema),
    replaces: z.record(z.string().max(60), z.array(hashSchema).max(64)),
  })
  .refine((body) => (body.author === undefined) !== (body.sealedAuthor === undefined), { error: 'one author' })
export type ChangeBody = Readonly<z.infer<typeof changeBodySchema>>

/** present: salt and body; withheld: outside the scope; sealed: an age file for headquarters; erased: by order. */
export const bodyStates = ['present', 'withheld', 'sealed', 'erased'] as const
export type BodyState = (typeof bodyStates)[number]

/** One line of `changes.ndjson`. `salt` is 16 bytes as base64url. */
export const changeLineSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('present'),
    header: changeHeaderSchema,
    salt: z.string().length(22),
    body: changeBodySchema,
  }),
  z.strictObject({ state: z.literal('withheld'), header: changeHeaderSchema }),
  z.strictObject({ state: z.literal('sealed'), header: changeHeaderSchema, sealed: z.string().max(600_000) }),
  z.strictObject({
    state: z.literal('erased'),
    header: changeHeaderSchema,
    erasedBy: z.string().max(200),
    erasedReason: z.string().max(500),
  }),
])
export type ChangeLine = Readonly<z.infer<typeof changeLineSchema>>

/** The first thing known of a log; its hash is the `previous` of change number 1. */
export const birthRecordSchema = z.strictObject({
  log: logIdSchema,
  publicKey: z.string().max(200),
  predecessor: z.strictObject({ log: logIdSchema, head: hashSchema }).nullable(),
})
export type BirthRecord = Readonly<z.infer<typeof birthRecordSchema>>
