import * as z from 'zod'
import { schemaVersion } from './catalogue/catalogue.ts'

/** The words of the change log (electron/README §3, decisions.md 1 and 2). Hashes are SHA-256 as base64url without padding. */
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

/** 16 bytes, base64url. */
const nonceSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

const fieldValueSchema = z.union([z.string(), z.int(), z.boolean(), z.null()])
export type PlainValue = string | number | boolean | null

const restatedSchema = z.strictObject({ change: hashSchema, clock: clockSchema, log: logIdSchema })

const referenceSchema = z.strictObject({ entity: z.string().max(40), id: z.uuid() })

/** What a body is about, whatever the schema. */
const subject = {
  /** The person, or the person sealed for headquarters as a base64 age file: exactly one of the two. */
  author: z.uuid().optional(),
  sealedAuthor: z.string().max(4000).optional(),
  at: z.iso.datetime({ precision: 3 }),
  entity: z.string().max(40),
  id: z.uuid(),
  kind: z.enum(['row', 'event']),
  parent: z.uuid().optional(),
  /** The parent's noun, where the catalogue names several and it is not the first. */
  parentEntity: z.string().max(40).optional(),
  /** The row at the top of the case: itself where it has no parent. From schema 2 on. */
  root: referenceSchema.optional(),
  /** Of the making of a root that belongs to a team: fixed for it and all that stands under it. */
  campaign: z.uuid().optional(),
  team: z.uuid().optional(),
  /** Of the change that makes something: proves its id. */
  nonce: nonceSchema.optional(),
  /** Every file that the values name, so that it travels where they cannot be read. Left out where there is none. */
  blobs: z.array(sha256Schema).min(1).max(64).optional(),
}

/**
 * What a change says. `replaces` names, per field, the changes whose values this one takes the place of. From schema 2 on a
 * change that makes its row has none at all, and one that edits it has one for each field it sets. `restates` names, per field,
 * the change that headquarters says again here, with that change's own clock and log; `standsFor`, per field, the change whose value
 * an undo puts back; both from schema 2 on. Values are checked against the catalogue only after upcasting.
 */
export const changeBodySchema = z
  .strictObject({
    ...subject,
    set: z.record(z.string().max(60), fieldValueSchema),
    replaces: z.record(z.string().max(60), z.array(hashSchema).max(64)),
    restates: z.record(z.string().max(60), restatedSchema).optional(),
    standsFor: z.record(z.string().max(60), hashSchema).optional(),
  })
  .refine(hasOneAuthor, { error: 'one author' })
export type ChangeBody = Readonly<z.infer<typeof changeBodySchema>>

/** A body of a newer schema: by type only, and members and values that are not known here are kept as they came. */
const laterBodySchema = z
  .looseObject({
    ...subject,
    kind: z.string().max(40),
    set: z.record(z.string().max(60), z.json()),
    replaces: z.record(z.string().max(60), z.array(hashSchema)),
  })
  .refine(hasOneAuthor, { error: 'one author' })

function hasOneAuthor(body: { readonly author?: unknown; readonly sealedAuthor?: unknown }): boolean {
  return (body.author === undefined) !== (body.sealedAuthor === undefined)
}

/** present: salt and body; withheld: outside the scope; sealed: an age file for headquarters; erased: by order. */
export const bodyStates = ['present', 'withheld', 'sealed', 'erased'] as const
export type BodyState = (typeof bodyStates)[number]

/** One line of `changes.ndjson`. `salt` is 16 bytes as base64url. */
const changeLineSchema = lineSchema(changeBodySchema)
const laterLineSchema = lineSchema(laterBodySchema)
export type ChangeLine = Readonly<z.infer<typeof changeLineSchema>>

/**
 * A line as it came, undefined where it is none. One of a newer schema is typed as if it were of ours: whoever reads its
 * body asks `schemaVersion` first.
 */
export function parseChangeLine(value: unknown): ChangeLine | undefined {
  const schema = claimedSchema(value) > schemaVersion ? laterLineSchema : changeLineSchema
  const parsed = schema.safeParse(value)
  return parsed.success ? (parsed.data as ChangeLine) : undefined
}

function claimedSchema(value: unknown): number {
  const claimed = claimSchema.safeParse(value)
  return claimed.success ? claimed.data.header.schemaVersion : 0
}
const claimSchema = z.object({ header: z.object({ schemaVersion: z.int() }) })

function lineSchema<B extends z.ZodType>(body: B) {
  return z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('present'), header: changeHeaderSchema, salt: z.string().length(22), body }),
    z.strictObject({ state: z.literal('withheld'), header: changeHeaderSchema }),
    z.strictObject({ state: z.literal('sealed'), header: changeHeaderSchema, sealed: z.string().max(600_000) }),
    z.strictObject({
      state: z.literal('erased'),
      header: changeHeaderSchema,
      erasedBy: z.string().max(200),
      erasedReason: z.string().max(500),
    }),
  ])
}

const birthFields = {
  log: logIdSchema,
  publicKey: z.string().max(200),
  predecessor: z.strictObject({ log: logIdSchema, head: hashSchema }).nullable(),
}

/** As files of the first formats have it: its id is bound to no key. */
export const earlyBirthRecordSchema = z.strictObject(birthFields)

/**
 * The first thing known of a log; its hash is the `previous` of change number 1. `salt`: the id follows from it, the key and
 * the predecessor. Whether it does is no matter of form: whoever reads one asks `assertBound` (crypto/logId.ts).
 */
export const birthRecordSchema = z.strictObject({ ...birthFields, salt: nonceSchema.exactOptional() })
export type BirthRecord = Readonly<z.infer<typeof birthRecordSchema>>
