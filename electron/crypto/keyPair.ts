import { keyAlgorithm, readPrivateKey } from './privateKey.ts'

/** What keys are made with: RSA-3072 is the only one known safe in Word (decisions.md 22). */
export type NewKeyAlgorithm = 'rsa-3072' | 'p-256'

export type SigningKeyPair = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }

/** Made off the main thread: RSA-3072 takes about a second. */
export async function createKeyPair(algorithm: NewKeyAlgorithm): Promise<SigningKeyPair> {
  if (algorithm === 'p-256') return crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])
  const parameters = { ...rsa, modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1) }
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])
}

/** PKCS#8 in base64url. */
export async function exportPrivateKey(key: CryptoKey): Promise<string> {
  return Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64url')
}

/** For WebCrypto, from a PKCS#8 key. Problem `key.unsupported`. */
export async function importSigningKey(pkcs8: string): Promise<CryptoKey> {
  const parameters = keyAlgorithm(readPrivateKey(pkcs8)) === 'p-256' ? ecdsa : rsa
  return crypto.subtle.importKey('pkcs8', Buffer.from(pkcs8, 'base64'), parameters, false, ['sign'])
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' }
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
