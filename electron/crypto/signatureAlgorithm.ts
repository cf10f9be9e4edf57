import 'reflect-metadata'
import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { KeyUsageFlags } from '@peculiar/x509'
import { certificateFacts, hasKeyUsage, readCertificate, type CertificateFacts } from './certificate/certificate.ts'
import { keyAlgorithm } from './privateKey.ts'

export type { KeyObject } from 'node:crypto'

/** sha1 is known only so that old Word files can be judged; nothing signs with it. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** RSASSA-PKCS1-v1_5 or ECDSA; ECDSA values are r‖s (IEEE P1363), as XML signatures want them. */
export type SignatureScheme = { readonly key: 'rsa' | 'ec'; readonly hash: HashName }

export type SignerCertificate = {
  readonly der: Buffer
  readonly publicKey: KeyObject
  readonly facts: CertificateFacts
  /** The issuer as RFC 4514 orders names: last attribute first, separated by ', '. */
  readonly issuerName: string
  /** Whether the key may commit its owner to a document (keyUsage nonRepudiation, or no keyUsage at all). */
  readonly commits: boolean
}

export function digest(hash: HashName, bytes: Uint8Array | string): Buffer {
  return createHash(hash).update(bytes).digest()
}

export function signBytes(scheme: SignatureScheme, key: KeyObject, bytes: Uint8Array): Buffer {
  return sign(scheme.hash, bytes, { key, dsaEncoding: 'ieee-p1363' })
}

/** False also when the key is of another kind than the scheme says, or is one that cannot be used at all. */
export function verifyBytes(scheme: SignatureScheme, key: KeyObject, bytes: Uint8Array, value: Uint8Array): boolean {
  if (key.asymmetricKeyType !== scheme.key) return false
  try {
    return verify(scheme.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, value)
  } catch {
    return false
  }
}

/** The key's part of the scheme that this program signs with; undefined for keys that it does not use. */
export function signingKeyKind(key: KeyObject): SignatureScheme['key'] | undefined {
  const algorithm = keyAlgorithm(key)
  if (algorithm === undefined) return undefined
  return algorithm === 'p-256' ? 'ec' : 'rsa'
}

/** Throws a plain Error if the bytes are no X.509 certificate in DER. */
export function readSignerCertificate(der: Uint8Array): SignerCertificate {
  const base64 = Buffer.from(der).toString('base64')
  const { bytes, node, parsed, publicKey } = readCertificate(base64)
  return {
    der: bytes,
    publicKey,
    facts: certificateFacts(base64),
    issuerName: node.issuer.split('\n').toReversed().join(', '),
    commits: hasKeyUsage(parsed, KeyUsageFlags.nonRepudiation),
  }
}

export function belongsToKey({ der }: SignerCertificate, key: KeyObject): boolean {
  return readCertificate(der.toString('base64')).node.checkPrivateKey(key)
}
