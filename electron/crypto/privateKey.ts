import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'

/** A PKCS#8 key (base64 or base64url of DER). Problem `key.unsupported` for all but RSA ≥ 2048 and P-256. */
export function readPrivateKey(pkcs8: string): KeyObject {
  return supported(() => createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' }))
}

/** An SPKI key (base64 or base64url of DER). Problem `key.unsupported` for all but RSA ≥ 2048 and P-256. */
export function readPublicKey(spki: string): KeyObject {
  return supported(() => createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }))
}

export type KeyAlgorithm = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p-256'

/** The algorithm of a key in this program's words, undefined when it is none that it uses. */
export function keyAlgorithm(key: KeyObject): KeyAlgorithm | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' ? 'p-256' : undefined
  if (key.asymmetricKeyType !== 'rsa') return undefined
  if (modulusLength === 2048 || modulusLength === 3072 || modulusLength === 4096) return `rsa-${modulusLength}`
  return undefined
}

/** SPKI of a public key, or of the public half of a private one, as base64url of DER. */
export function publicKeySpki(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
}

/** BoringSSL refuses unknown curves while reading, OpenSSL reads them: both end here. */
function supported(read: () => KeyObject): KeyObject {
  const key = attempt(read)
  if (key === undefined || keyAlgorithm(key) === undefined) throw new Problem('key.unsupported', {})
  return key
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
