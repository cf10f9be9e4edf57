import 'reflect-metadata'
import { createHash, sign, verify, X509Certificate, type KeyObject } from 'node:crypto'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedX509,
} from '@peculiar/x509'

export type { KeyObject } from 'node:crypto'

/** sha1 is known only so that old Word files can be judged; nothing signs with it. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** RSASSA-PKCS1-v1_5 or ECDSA; ECDSA values are r‖s (IEEE P1363), as XML signatures want them. */
export type SignatureScheme = { readonly key: 'rsa' | 'ec'; readonly hash: HashName }

export type SignerCertificate = {
  readonly native: X509Certificate
  readonly der: Uint8Array
  /** Names as RFC 4514 orders them, separated by ', '. */
  readonly subject: string
  readonly issuer: string
  readonly commonName: string
  /** Lowercase hex without leading zeros. */
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly sha256: string
  readonly authority: { readonly pathLength: number | undefined } | undefined
  /** Absent extension: every use is allowed (RFC 5280 §4.2.1.3). */
  readonly usages: { readonly sign: boolean; readonly certify: boolean } | undefined
  readonly criticalExtensions: readonly string[]
  readonly key: { readonly kind: 'rsa' | 'ec' | 'other'; readonly bits: number; readonly curve: string }
}

export function digest(hash: HashName, bytes: Uint8Array | string): Buffer {
  return createHash(hash).update(bytes).digest()
}

export function signBytes(scheme: SignatureScheme, key: KeyObject, bytes: Uint8Array): Buffer {
  return sign(scheme.hash, bytes, { key, dsaEncoding: 'ieee-p1363' })
}

/** False also when the key is of another kind than the scheme says. */
export function verifyBytes(
  scheme: SignatureScheme,
  signer: SignerCertificate,
  bytes: Uint8Array,
  value: Uint8Array,
): boolean {
  if (signer.key.kind !== scheme.key) return false
  return verify(scheme.hash, bytes, { key: signer.native.publicKey, dsaEncoding: 'ieee-p1363' }, value)
}

/** 'rsa' or 'ec' (P-256); undefined for any other key. */
export function signingKeyKind(key: KeyObject): 'rsa' | 'ec' | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'rsa'
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ec' : undefined
}

/** Throws a plain Error if the bytes are no X.509 certificate in DER. */
export function readSignerCertificate(der: Uint8Array): SignerCertificate {
  const native = new X509Certificate(der)
  const parsed = new ParsedX509(new Uint8Array(der))
  const constraints = parsed.getExtension(BasicConstraintsExtension)
  const usages = parsed.getExtension(KeyUsagesExtension)?.usages
  return {
    native,
    der: new Uint8Array(native.raw),
    subject: rfc4514(native.subject),
    issuer: rfc4514(native.issuer),
    commonName: commonName(native.subject),
    serial: native.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
    notBefore: parsed.notBefore.toISOString(),
    notAfter: parsed.notAfter.toISOString(),
    sha256: createHash('sha256').update(native.raw).digest('hex'),
    authority: constraints?.ca === true ? { pathLength: constraints.pathLength } : undefined,
    usages: usages === undefined ? undefined : readUsages(usages),
    criticalExtensions: parsed.extensions.filter(({ critical }) => critical).map(({ type }) => type),
    key: readKey(native.publicKey),
  }
}

/** Whether `issuer` names itself in `certificate` and its key made the certificate's signature. */
export function isIssuedBy(certificate: SignerCertificate, issuer: SignerCertificate): boolean {
  return certificate.native.checkIssued(issuer.native) && certificate.native.verify(issuer.native.publicKey)
}

export function belongsToKey(certificate: SignerCertificate, key: KeyObject): boolean {
  return certificate.native.checkPrivateKey(key)
}

function readUsages(flags: KeyUsageFlags): { readonly sign: boolean; readonly certify: boolean } {
  const signing = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation
  return { sign: (flags & signing) !== 0, certify: (flags & KeyUsageFlags.keyCertSign) !== 0 }
}

function readKey(key: KeyObject): SignerCertificate['key'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const kind = type === 'rsa' || type === 'ec' ? type : 'other'
  return { kind, bits: details?.modulusLength ?? 0, curve: details?.namedCurve ?? '' }
}

/** Node writes one attribute per line in the certificate's order; RFC 4514 writes the last first. */
function rfc4514(name: string | undefined): string {
  return (name ?? '').split('\n').toReversed().join(', ')
}

function commonName(subject: string | undefined): string {
  const lines = (subject ?? '').split('\n').filter((line) => line.startsWith('CN='))
  return (lines.at(-1) ?? '').slice('CN='.length).replace(/\\(.)/g, '$1')
}
