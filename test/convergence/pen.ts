import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { BirthRecord, ChangeBody, ChangeHeader, ChangeLine } from '../../electron/contract/change.ts'
import { seededLogKey } from '../seededKey.ts'
import type { Draw } from './draw.ts'

/**
 * Writes changes by hand, from the words of the format alone (electron/README §3, decisions.md 1 and 2): hashes, chain and
 * signed heads hold, whatever the bodies say. It is what somebody with a log's key can do.
 */
export type Pen = {
  readonly birth: BirthRecord
  readonly privateKey: string
  readonly person: string
  readonly written: Written[]
  /** The change that the next one follows; another than the last after a fork. */
  tip: Written | undefined
}
export type Written = { readonly hash: string; readonly line: Extract<ChangeLine, { state: 'present' }> }

export type Stroke = {
  readonly body: ChangeBody
  /** Milliseconds since 1970 that the writer wants; the chain makes it rise. */
  readonly time: number
  readonly operation: string
  readonly salt: Uint8Array
  readonly schemaVersion: number
}

export function write(pen: Pen, { body, time, operation, salt, schemaVersion }: Stroke): Written {
  const before = pen.tip
  const header: ChangeHeader = {
    body: digest(salt, canonical(body)),
    clock: clockAfter(before?.line.header.clock, time),
    log: pen.birth.log,
    number: (before?.line.header.number ?? 0) + 1,
    operation,
    previous: before?.hash ?? birthHash(pen.birth),
    schemaVersion,
  }
  const line = { state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body } as const
  const written = { hash: headerHash(header), line }
  pen.written.push(written)
  pen.tip = written
  return written
}

export function birthHash(birth: BirthRecord): string {
  return digest(canonical(birth))
}
export function headerHash(header: ChangeHeader): string {
  return digest(canonical(header))
}

/** A log that begins, with the private half of its key; its id is worked out from the words of the format alone (decisions.md 90). */
export function drawLog(
  draw: Draw,
  milliseconds: number,
): { readonly birth: BirthRecord; readonly privateKey: string } {
  const { publicKeySpki: publicKey, privateKeyPkcs8: privateKey } = seededLogKey(draw.bytes)
  const origin = { publicKey, predecessor: null, salt: Buffer.from(draw.bytes(16)).toString('base64url') }
  const time = milliseconds.toString(16).padStart(12, '0')
  const bits = [...createHash('sha256').update(canonical(origin)).digest().subarray(0, 10)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  // Version 8 takes the place of the first four bits, the variant 10 that of the seventeenth and eighteenth.
  const rest = BigInt(`0b1000${bits.slice(4, 16)}10${bits.slice(18)}`).toString(16)
  const log = `${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`
  return { birth: { log, ...origin }, privateKey }
}

/** A compact JWS over the head, as a log's owner signs it before a package. */
export function signedHead(
  head: { readonly log: string; readonly number: number; readonly hash: string },
  privateKey: string,
): string {
  const text = [{ alg: 'ES256', typ: 'mingcha-head' }, head]
    .map((part) => Buffer.from(canonical(part)).toString('base64url'))
    .join('.')
  const key = signingKeys.get(privateKey) ?? readKey(privateKey)
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

/** Those of one history, read once each: that takes longer than to sign. */
const signingKeys = new Map<string, KeyObject>()

function readKey(pkcs8: string): KeyObject {
  if (signingKeys.size >= 20) signingKeys.clear()
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64url'), format: 'der', type: 'pkcs8' })
  signingKeys.set(pkcs8, key)
  return key
}

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64url')
}

/** RFC 8785 of what changes hold: texts, whole numbers, booleans, null, lists and objects with ASCII names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

const lastCounter = 0xffff

function clockAfter(before: string | undefined, time: number): string {
  // A log's first clock comes after the one of a log that holds nothing.
  const wanted = Math.min(Math.max(time, 1), 9_999_999_999_999)
  const last = before === undefined ? -1 : Number(before.slice(0, 13))
  const counter = before === undefined ? 0 : Number.parseInt(before.slice(14), 16)
  if (wanted > last) return toClock(wanted, 0)
  return counter < lastCounter ? toClock(last, counter + 1) : toClock(last + 1, 0)
}

function toClock(milliseconds: number, counter: number): string {
  return `${String(milliseconds).padStart(13, '0')}-${counter.toString(16).padStart(4, '0')}`
}
