import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../contract/problem.ts'
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

/** Problem `password.wrong` (an altered box cannot be told from a wrong password), `key.unreadable` for hostile costs. */
export async function openBox(box: PasswordBox, password: string, purpose: JsonValue): Promise<Buffer> {
  const nonce = Buffer.from(box.nonce, 'base64url')
  const bytes = Buffer.from(box.ciphertext, 'base64url')
  if (box.cipher !== 'aes-256-gcm' || nonce.length !== 12 || bytes.length < tagSize)
    throw new Problem('key.unreadable', {})
  const decipher = createDecipheriv('aes-256-gcm', await passwordKey(password, box.kdf), nonce)
  decipher.setAAD(boundTo(box.kdf, purpose))
  decipher.setAuthTag(bytes.subarray(-tagSize))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagSize)), decipher.final()])
  } catch {
    throw new Problem('password.wrong', {})
  }
}

const tagSize = 16
const mostMemory = 256 * 2 ** 20
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** NFC, because input methods differ in how they compose the same visible characters. */
async function passwordKey(password: string, kdf: PasswordBox['kdf']): Promise<Buffer> {
  assertPayable(kdf)
  const { n, r, p } = kdf
  return derive(password.normalize('NFC'), Buffer.from(kdf.salt, 'base64url'), 32, {
    N: n,
    r,
    p,
    maxmem: 2 * mostMemory,
  })
}

/** The costs come from a file that anyone may have written: they must not make this machine allocate or count forever. */
function assertPayable({ name, n, r, p, salt }: PasswordBox['kdf']): void {
  const whole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1)
  const powerOfTwo = n >= 2 && Number.isInteger(Math.log2(n))
  const bounded = r <= 32 && p <= 16 && 128 * n * r <= mostMemory
  const salted = Buffer.from(salt, 'base64url').length >= 16
  if (name !== 'scrypt' || !whole || !powerOfTwo || !bounded || !salted) throw new Problem('key.unreadable', {})
}

function boundTo(kdf: PasswordBox['kdf'], purpose: JsonValue): Buffer {
  return Buffer.from(canonicalJson({ kdf, purpose }))
}
