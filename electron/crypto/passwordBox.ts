import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from './canonicalJson.ts'

/** The price of one password guess: scrypt's n (a power of two), r and p (RFC 7914). Memory is 128 · n · r bytes. */
export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number }

export const scryptCost = {
  /** 128 MiB and about half a second on an office laptop. */
  standard: { n: 2 ** 17, r: 8, p: 1 },
} as const satisfies Record<string, ScryptCost>

/** A secret under a password. Bytes are base64url; `ciphertext` ends with the 16-byte GCM tag. */
export type PasswordBox = {
  readonly kdf: {
    readonly name: 'scrypt'
    readonly n: number
    readonly r: number
    readonly p: number
    readonly salt: string
  }
  readonly cipher: 'aes-256-gcm'
  readonly nonce: string
  readonly ciphertext: string
}

/** Encrypts a secret under a password. `purpose` is bound in: a box moved to another place does not open there. */
export async function closeBox(
  secret: Uint8Array,
  password: string,
  cost: ScryptCost,
  purpose: JsonValue,
): Promise<PasswordBox> {
  const kdf = { name: 'scrypt', n: cost.n, r: cost.r, p: cost.p, salt: randomBytes(16).toString('base64url') } as const
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await passwordKey(password, kdf), nonce)
  cipher.setAAD(boundTo(kdf, purpose))
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return {
    kdf,
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
  }
}

/**
 * The secret. Problem `password.wrong` (an altered box cannot be told from a wrong password); `key.unreadable` when the box
 * is none, or its costs are beyond what this machine should pay.
 */
export async function openBox(box: PasswordBox, password: string, purpose: JsonValue): Promise<Buffer> {
  if (!isBox(box)) throw new Problem('key.unreadable', {})
  const bytes = Buffer.from(box.ciphertext, 'base64url')
  const key = await passwordKey(password, box.kdf)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.nonce, 'base64url'))
    decipher.setAAD(boundTo(box.kdf, purpose))
    decipher.setAuthTag(bytes.subarray(-tagSize))
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagSize)), decipher.final()])
  } catch {
    throw new Problem('password.wrong', {})
  }
}

const tagSize = 16
const mostMemory = 256 * 2 ** 20
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** NFC, because input methods differ in how they compose the same visible characters. */
async function passwordKey(password: string, { n, r, p, salt }: PasswordBox['kdf']): Promise<Buffer> {
  const cost = { N: n, r, p, maxmem: 2 * mostMemory }
  return derive(password.normalize('NFC'), Buffer.from(salt, 'base64url'), 32, cost)
}

/** A box comes from a file that anyone may have written, whatever its type says. */
function isBox(box: Partial<PasswordBox> | undefined): boolean {
  const { kdf, cipher, nonce, ciphertext } = box ?? {}
  if (kdf === undefined || typeof nonce !== 'string' || typeof ciphertext !== 'string') return false
  const sized = byteLength(nonce) === 12 && byteLength(ciphertext) >= tagSize
  return cipher === 'aes-256-gcm' && sized && isPayable(kdf)
}

/** The costs must not make this machine allocate or count without end; scrypt itself wants n < 2^(16 r). */
function isPayable({ name, n, r, p, salt }: PasswordBox['kdf']): boolean {
  const whole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1)
  const powerOfTwo = n >= 2 && Number.isInteger(Math.log2(n)) && Math.log2(n) < 16 * r
  const bounded = p <= 16 && 128 * n * r <= mostMemory
  return name === 'scrypt' && whole && powerOfTwo && bounded && typeof salt === 'string' && byteLength(salt) >= 16
}

function byteLength(base64url: string): number {
  return Buffer.from(base64url, 'base64url').length
}

function boundTo(kdf: PasswordBox['kdf'], purpose: JsonValue): Buffer {
  return Buffer.from(canonicalJson({ kdf, purpose }))
}
