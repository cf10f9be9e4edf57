import * as z from 'zod'
import { documentStates } from './document.ts'
import { idSchema, instantSchema, read } from '../procedure.ts'

/** `waiting`: what is signed holds, and a signature is still to come. */
export const documentVerdicts = ['valid', 'untrusted', 'waiting', 'unsigned', 'broken'] as const
export type DocumentVerdict = (typeof documentVerdicts)[number]

export const verdictWords: Readonly<Record<DocumentVerdict, string>> = {
  valid: '有效',
  untrusted: '签名人未受信任',
  waiting: '签名未齐',
  unsigned: '未签名',
  broken: '不成立',
}

/** What verifying the standing version of a memo found, in words a person reads (electron/README §6). */
export const documentCheckView = z.object({
  version: z.int(),
  code: z.string(),
  state: z.enum(documentStates),
  verdict: z.enum(documentVerdicts),
  /** Sentences about the file as a whole. */
  reasons: z.array(z.string()),
  signatures: z.array(
    z.object({
      signer: z.string(),
      role: z.string().nullable(),
      signedAt: z.string().nullable(),
      issuer: z.string().nullable(),
      intact: z.boolean(),
      trusted: z.boolean(),
      reasons: z.array(z.string()),
    }),
  ),
  /** Of the records that were printed, how many the log here lacks; and the fields that changed since. */
  printed: z.int(),
  absent: z.int(),
  changed: z.int(),
  /** Since when it is here; null: it was made here. */
  arrivedAt: instantSchema.nullable(),
})

export const documentCheck = {
  /** null for a memo without a version that stands. */
  get: read.input(idSchema).output(documentCheckView.nullable()),
}
