import * as z from 'zod'
import { birthRecordSchema, hashSchema, logIdSchema, sha256Schema } from './change.ts'

/** Format `mcsync/1`: a standard age file around a POSIX tar, manifest and signature first (electron/README §7). */
export const packageFormat = 'mcsync/1'

const rangeSchema = z.strictObject({
  birth: birthRecordSchema,
  /** First and last header number; the manifest lists header and body ranges apart (decision 12). */
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
})

export const manifestSchema = z.strictObject({
  format: z.literal(packageFormat),
  /** Version of the program that wrote it: what a reader that is too old asks for. Every later format keeps it here. */
  programVersion: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  drill: z.boolean(),
  schemaVersion: z.int().min(1),
  madeAt: z.iso.datetime({ precision: 3 }),
  sender: z.strictObject({
    log: logIdSchema,
    workspace: z.uuid(),
    name: z.string().max(100),
    /** age recipient under which the sender can be answered. */
    recipient: z.string().max(200),
  }),
  recipients: z.array(z.strictObject({ log: logIdSchema, recipient: z.string().max(200) })).max(20),
  /** Serial of this package for the first recipient, from 1 without gaps. */
  serial: z.int().min(1),
  ranges: z.array(rangeSchema).max(10_000),
  changes: z.strictObject({ count: z.int().min(0), size: z.int().min(0), sha256: sha256Schema }),
  blobs: z.array(z.strictObject({ sha256: sha256Schema, size: z.int().min(0) })).max(200_000),
  /** Named by the bodies, but lost at the sender: every other file that a body names is in `blobs` or already there. */
  absent: z.exactOptional(z.array(sha256Schema).max(200_000)),
})
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestRange = z.infer<typeof rangeSchema>
