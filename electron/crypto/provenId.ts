import { createHash } from 'node:crypto'
import { canonicalJson } from './canonicalJson.ts'

/**
 * Ids that show which log made what they name, so that nobody else can claim, move or erase it, in whatever order changes
 * arrive. A UUIDv8 (RFC 9562 §5.8): 48 bits of time, then 74 bits of SHA-256 over the canonical JSON of this. The root of a
 * case is not in it: it follows from the parent.
 */
export type IdProof = {
  readonly log: string
  /** 16 random bytes, base64url; the change that makes it carries them. */
  readonly nonce: string
  readonly entity: string
  readonly parent: string | null
  readonly parentEntity: string | null
  /** Fixed with the root of a case; null elsewhere. */
  readonly campaign: string | null
  readonly team: string | null
}

export const idNonceSize = 16

/** `milliseconds`: since 1970, as in a UUIDv7: ids of one log come in the order of their making. */
export function provenId(milliseconds: number, proof: IdProof): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  digestOf(proof).copy(bytes, 6, 0, 10)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Whether only a proof can make this id: it is of version 8. Older ids, and those reckoned from a pair, are not. */
export function asksForProof(id: string): boolean {
  return id[14] === '8'
}

export function isProven(id: string, proof: IdProof): boolean {
  return provenId(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), proof) === id
}

function digestOf({ log, nonce, entity, parent, parentEntity, campaign, team }: IdProof): Buffer {
  const said = canonicalJson({ campaign, entity, log, nonce, parent, parentEntity, team })
  return createHash('sha256').update(said).digest()
}
