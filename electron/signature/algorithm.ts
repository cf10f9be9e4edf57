import type { HashName, SignatureScheme } from '../crypto/signatureAlgorithm.ts'

export function findHash(uri: string): HashName | undefined {
  return hashes.get(uri)
}

export function findScheme(uri: string): SignatureScheme | undefined {
  return schemes.get(uri)
}

/** 'rsa-sha256' for the JSON a person reads. */
export function schemeName(scheme: SignatureScheme): string {
  return `${scheme.key === 'rsa' ? 'rsa' : 'ecdsa'}-${scheme.hash}`
}

/** What this program signs with: the only digest known safe in every verifier. */
export const signingHashUri = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const signingSchemeUris = {
  rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ec: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const

const hashes: ReadonlyMap<string, HashName> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
  [signingHashUri, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
])

const schemes: ReadonlyMap<string, SignatureScheme> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { key: 'rsa', hash: 'sha1' }],
  [signingSchemeUris.rsa, { key: 'rsa', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { key: 'rsa', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { key: 'rsa', hash: 'sha512' }],
  [signingSchemeUris.ec, { key: 'ec', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { key: 'ec', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { key: 'ec', hash: 'sha512' }],
])
