import { canonicalJson } from './canonicalJson.ts'
import { sha256 } from './hash.ts'
import { isUuidV8Of, uuidV8, uuidVersion } from './uuid.ts'

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
  return uuidV8(milliseconds, digestOf(proof))
}

/** Whether only a proof can make this id: it is of version 8. Older ids, and those reckoned from a pair, are not. */
export function asksForProof(id: string): boolean {
  return uuidVersion(id) === '8'
}

export function isProven(id: string, proof: IdProof): boolean {
  return isUuidV8Of(id, digestOf(proof))
}

function digestOf({ log, nonce, entity, parent, parentEntity, campaign, team }: IdProof): Buffer {
  return sha256(canonicalJson({ campaign, entity, log, nonce, parent, parentEntity, team }))
}
