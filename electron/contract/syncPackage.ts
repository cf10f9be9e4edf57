import * as z from 'zod'
import { birthRecordSchema, earlyBirthRecordSchema, hashSchema, logIdSchema, sha256Schema } from './change.ts'
import { fixedRecord, growingRecord, levelWord, teamWords, unitWords } from './fileFormat.ts'

/**
 * Format `mcsync/2`: a standard age file around a POSIX tar, manifest and signature first (electron/README §7). It differs
 * from `mcsync/1`, which stays readable, in the manifest alone: birth records may have a salt, the sender says more of
 * itself, and members that are not known are carried.
 */
export const packageFormat = 'mcsync/2'
const formats = ['mcsync/1', packageFormat] as const

const rangeFields = {
  birth: birthRecordSchema,
  /** First and last header number; the manifest lists header and body ranges apart (decisions.md 12). */
  from: z.int().min(1),
  to: z.int().min(1),
  bodiesFrom: z.int().min(1),
  bodiesTo: z.int().min(0),
  /** Hash of header `to`, and the log's own signature over {log, number, hash}. */
  head: hashSchema,
  signedHead: z.string().max(2000),
  /**
   * Certificate chain of the log's key, DER as base64, the log's own first; empty for a log never enrolled. It lets a
   * reader trust a forwarded log that it has not met, such as the channel in which headquarters grants a peer's roles.
   */
  chain: z.array(z.string().max(12_000)).max(8),
}

const senderFields = {
  log: logIdSchema,
  workspace: z.uuid(),
  name: z.string().max(100),
  /** age recipient under which the sender can be answered. */
  recipient: z.string().max(200),
}

/** From `mcsync/2` on. The sender's own word, to be shown: no right follows from it. */
const senderWords = {
  unit: unitWords.exactOptional(),
  level: levelWord.exactOptional(),
  /** The team that the sending log is in, by headquarters' `teamMember`. */
  team: teamWords.exactOptional(),
}

const manifestFields = {
  format: z.enum(formats),
  /** Version of the program that wrote it: what a reader that is too old asks for. Every later format keeps it here. */
  programVersion: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  drill: z.boolean(),
  schemaVersion: z.int().min(1),
  madeAt: z.iso.datetime({ precision: 3 }),
  /** Serial of this package for the first recipient, from 1 without gaps. */
  serial: z.int().min(1),
  changes: z.strictObject({ count: z.int().min(0), size: z.int().min(0), sha256: sha256Schema }),
  blobs: z.array(z.strictObject({ sha256: sha256Schema, size: z.int().min(0) })).max(200_000),
  /** Named by the bodies, but lost at the sender: every other file that a body names is in `blobs` or already there. */
  absent: z.array(sha256Schema).max(200_000).exactOptional(),
}

const recipientFields = { log: logIdSchema, recipient: z.string().max(200) }
const mostRecipients = 20
const mostRanges = 10_000

/** Of every format that is read. */
export const rangesSchema = z.array(growingRecord(rangeFields)).max(mostRanges)

/** Of the format that is written. */
export const manifestSchema = growingRecord({
  ...manifestFields,
  sender: growingRecord({ ...senderFields, ...senderWords }),
  recipients: z.array(growingRecord(recipientFields)).max(mostRecipients),
  ranges: rangesSchema,
})
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestRange = Manifest['ranges'][number]

const earlyManifestSchema = fixedRecord({
  ...manifestFields,
  sender: fixedRecord(senderFields),
  recipients: z.array(fixedRecord(recipientFields)).max(mostRecipients),
  ranges: z.array(fixedRecord({ ...rangeFields, birth: earlyBirthRecordSchema })).max(mostRanges),
})

/** By the name of the format, which decides how strictly the rest is read. */
export const manifestSchemas: ReadonlyMap<string, z.ZodType<Manifest>> = new Map<string, z.ZodType<Manifest>>([
  ['mcsync/1', earlyManifestSchema],
  [packageFormat, manifestSchema],
])
