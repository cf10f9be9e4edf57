import { Problem } from '../contract/problem/problem.ts'
import { canonicalJson } from './canonicalJson.ts'
import type { BirthRecord } from './change.ts'
import { sha256 } from './hash.ts'
import { isUuidV8Of, uuidV8, uuidVersion } from './uuid.ts'

/**
 * Ids of logs that only the holder of their key can claim, so that no birth record delivered first keeps the genuine one out
 * (decisions.md 90). A UUIDv8: 48 bits of time, then 74 bits of SHA-256 over the canonical JSON of this.
 */
export type LogOrigin = Pick<BirthRecord, 'publicKey' | 'predecessor'> & {
  /** 16 random bytes, base64url. */
  readonly salt: string
}

export const logSaltSize = 16

/** The birth record of a log that begins now. `milliseconds`: since 1970. */
export function birthOfLog(milliseconds: number, { publicKey, predecessor, salt }: LogOrigin): BirthRecord {
  return { log: uuidV8(milliseconds, digestOf({ publicKey, predecessor, salt })), publicKey, predecessor, salt }
}

/**
 * To be asked of every birth record from outside, where it is read. Ids of versions 4 and 7 are of schema 1 and have no salt:
 * what binds those to a key is headquarters' word alone, its certificate and `logEnrolled`. Problem `log.idForged`.
 */
export function assertBound(birth: BirthRecord): void {
  if (!isBound(birth)) throw new Problem('log.idForged', {})
}

function isBound({ log, publicKey, predecessor, salt }: BirthRecord): boolean {
  const version = uuidVersion(log)
  if (version === '8') return salt !== undefined && isUuidV8Of(log, digestOf({ publicKey, predecessor, salt }))
  return salt === undefined && (version === '4' || version === '7')
}

function digestOf({ publicKey, predecessor, salt }: LogOrigin): Buffer {
  const known = predecessor === null ? null : { log: predecessor.log, head: predecessor.head }
  return sha256(canonicalJson({ predecessor: known, publicKey, salt }))
}
