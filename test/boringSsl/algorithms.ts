import { createCipheriv, createHash, createHmac, generateKeyPairSync, hkdfSync, scryptSync } from 'node:crypto'

type Attempt = () => unknown

/**
 * The algorithms that electron/crypto and electron/signature may name, each with a call that only succeeds where the
 * runtime has it. `renamed` are other words for the same thing (JOSE, WebCrypto, X.509).
 */
export const permitted: Readonly<Record<string, Attempt>> = {
  'aes-256-gcm': () => createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)),
  sha1: () => createHash('sha1'),
  sha256: () => createHmac('sha256', 'k'),
  sha384: () => createHash('sha384'),
  sha512: () => createHash('sha512'),
  scrypt: () => scryptSync('p', 's', 32, { N: 16, r: 8, p: 1 }),
  hkdf: () => hkdfSync('sha256', 'k', 's', 'i', 32),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  X25519: () => generateKeyPairSync('x25519'),
  ECDSA: () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
  'RSASSA-PKCS1-v1_5': () =>
    crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
      true,
      ['sign'],
    ),
}

/** Words of OpenSSL alone: a runtime that knows one of them is not BoringSSL, and the test would prove nothing. */
const openSslOnly: Readonly<Record<string, Attempt>> = {
  sm3: () => createHash('sm3'),
  'chacha20-poly1305': () =>
    createCipheriv('chacha20-poly1305', Buffer.alloc(32), Buffer.alloc(12), { authTagLength: 16 }),
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  brainpoolP256r1: () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }),
  camellia: () => createCipheriv('camellia-256-cbc', Buffer.alloc(32), Buffer.alloc(16)),
}

export const foreign: readonly string[] = Object.keys(openSslOnly)

export async function lacking(): Promise<readonly string[]> {
  const lacks: string[] = []
  for (const [name, attempt] of [...Object.entries(permitted), ...Object.entries(openSslOnly)]) {
    try {
      await attempt()
    } catch {
      lacks.push(name)
    }
  }
  return lacks
}
