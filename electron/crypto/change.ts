import { createHash } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from './canonicalJson.ts'
import { sha256Base64url } from './hash.ts'

/** The header of a change. Its hash is the change's id; the chain of a log runs over headers. */
export type ChangeHeader = {
  /** Hash of the salted body, so that the chain verifies with the body withheld, sealed or erased. */
  readonly body: string
  /** Hybrid logical clock: `"<ms>-<4 hex>"`. */
  readonly clock: string
  readonly log: string
  /** From 1. */
  readonly number: number
  readonly operation: string
  /** Hash of the header before; for number 1 the hash of the log's birth record. */
  readonly previous: string
  readonly schemaVersion: number
}

export type BirthRecord = {
  readonly log: string
  /** SPKI, base64url. */
  readonly publicKey: string
  readonly predecessor: { readonly log: string; readonly head: string } | null
  /** Of a log whose id follows from its key (`logId.ts`): 16 bytes, base64url. Logs of schema 1 have none. */
  readonly salt?: string
}

/** Canonical bytes that a body may have. */
export const largestBody = 256 * 1024
export const bodySaltSize = 16

export function hashBirth({ log, publicKey, predecessor, salt }: BirthRecord): string {
  const known = predecessor === null ? null : { log: predecessor.log, head: predecessor.head }
  return sha256Base64url(canonicalJson({ log, publicKey, predecessor: known, ...(salt !== undefined && { salt }) }))
}

/** Only the seven named fields are hashed, whatever else the object carries. */
export function hashHeader(header: ChangeHeader): string {
  const { body, clock, log, number, operation, previous, schemaVersion } = header
  return sha256Base64url(canonicalJson({ body, clock, log, number, operation, previous, schemaVersion }))
}

/** SHA-256(salt ‖ canonical body). Problem `change.tooLarge`. */
export function hashBody(salt: Uint8Array, body: JsonValue): string {
  return hashBodyText(salt, canonicalJson(body))
}

/** The same for a body that is already canonical text, as it is stored and as it travels. Problem `change.tooLarge`. */
export function hashBodyText(salt: Uint8Array, canonicalBody: string): string {
  if (salt.length !== bodySaltSize) throw new RangeError('the salt of a body has 16 bytes')
  const bytes = Buffer.from(canonicalBody)
  if (bytes.length > largestBody) throw new Problem('change.tooLarge', { bytes: bytes.length, limit: largestBody })
  return createHash('sha256').update(salt).update(bytes).digest('base64url')
}
