import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type Name,
} from '@peculiar/x509'
import { certificateFacts, readCertificate, type CertificateDer, type CertificateUsage } from './certificate.ts'
import { subjectName, type CertificateSubject } from './certificateName.ts'
import { randomBytes, sha256 } from '../hash.ts'
import { createKeyPair, exportPrivateKey, importSigningKey, type NewKeyAlgorithm } from '../keyPair.ts'
import { publicKeySpki, readPrivateKey } from '../privateKey.ts'

/** An office that issues certificates: its own certificate first, then those above it; the key as PKCS#8 in base64url. */
export type Authority = { readonly chain: readonly CertificateDer[]; readonly privateKey: string }

/** A new authority, self-signed, or under `issuer` (an authority of the level above). Below the root are three levels. */
export async function createAuthority(wanted: {
  readonly name: string
  readonly drill: boolean
  readonly notBefore: string
  readonly years: number
  readonly algorithm?: NewKeyAlgorithm | undefined
  readonly issuer?: Authority
}): Promise<Authority> {
  const { name, drill, notBefore, years, issuer } = wanted
  const keys = await createKeyPair(wanted.algorithm ?? 'rsa-3072')
  const privateKey = await exportPrivateKey(keys.privateKey)
  const publicKey = publicKeySpki(readPrivateKey(privateKey))
  const validity = { notBefore, notAfter: yearsAfter(notBefore, years) }
  if (issuer !== undefined) {
    const certificate = await issueCertificate({
      publicKey,
      subject: { name },
      usage: 'authority',
      authority: issuer,
      ...validity,
    })
    return { chain: [certificate, ...issuer.chain], privateKey }
  }
  const certificate = await selfSignedCertificate({
    subject: { name },
    usage: 'authority',
    drill,
    privateKey,
    ...validity,
  })
  return { chain: [certificate], privateKey }
}

type Validity = { readonly notBefore: string; readonly notAfter: string }

/** A certificate under an authority; what the authority of a 演练 issues is marked 演练. `serial` is hex, random if left out. */
export async function issueCertificate(
  wanted: Validity & {
    /** SPKI in base64url, as `readSigningRequest` gives it. */
    readonly publicKey: string
    readonly subject: CertificateSubject
    readonly usage: CertificateUsage
    readonly authority: Authority
    readonly serial?: string
  },
): Promise<CertificateDer> {
  const { publicKey, usage, authority } = wanted
  const above = authority.chain[0]
  if (above === undefined) throw new RangeError('the authority has no certificate')
  const issuer = readCertificate(above)
  return writeCertificate({
    ...wanted,
    subject: subjectName(wanted.subject, certificateFacts(above).drill),
    issuer: issuer.parsed.subjectName,
    issuerPublicKey: publicKeySpki(issuer.publicKey),
    signingKey: authority.privateKey,
    pathLength: usage === 'authority' ? lengthBelow(issuer.parsed.getExtension(BasicConstraintsExtension)) : undefined,
    publicKey,
  })
}

/** For a key that no authority knows yet (未登记), and for a root. */
export async function selfSignedCertificate(
  wanted: Validity & {
    readonly subject: CertificateSubject
    readonly usage: CertificateUsage
    readonly drill: boolean
    readonly privateKey: string
    readonly serial?: string
  },
): Promise<CertificateDer> {
  const publicKey = publicKeySpki(readPrivateKey(wanted.privateKey))
  const name = subjectName(wanted.subject, wanted.drill)
  return writeCertificate({
    ...wanted,
    subject: name,
    issuer: name,
    publicKey,
    issuerPublicKey: publicKey,
    signingKey: wanted.privateKey,
    pathLength: wanted.usage === 'authority' ? levelsBelowRoot : undefined,
  })
}

/** 总局 → 省 → 市 → 县. */
const levelsBelowRoot = 3

function lengthBelow(constraints: BasicConstraintsExtension | null): number {
  const length = constraints?.pathLength ?? levelsBelowRoot
  if (length < 1) throw new RangeError('no authority may stand below this one')
  return length - 1
}

async function writeCertificate(
  wanted: Validity & {
    readonly subject: Name
    readonly issuer: Name
    readonly usage: CertificateUsage
    readonly publicKey: string
    readonly issuerPublicKey: string
    readonly signingKey: string
    readonly pathLength: number | undefined
    readonly serial?: string
  },
): Promise<CertificateDer> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: wanted.serial ?? randomSerial(),
    subject: wanted.subject,
    issuer: wanted.issuer,
    notBefore: new Date(wanted.notBefore),
    notAfter: new Date(wanted.notAfter),
    publicKey: Buffer.from(wanted.publicKey, 'base64'),
    signingKey: await importSigningKey(wanted.signingKey),
    extensions: extensionsOf(wanted),
  })
  return Buffer.from(certificate.rawData).toString('base64')
}

const keyUsages = {
  authority: KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
  // Word and other signers of documents look for both.
  person: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
  log: KeyUsageFlags.digitalSignature,
} as const satisfies Record<CertificateUsage, number>

function extensionsOf(wanted: {
  readonly usage: CertificateUsage
  readonly publicKey: string
  readonly issuerPublicKey: string
  readonly pathLength: number | undefined
}): Extension[] {
  return [
    new BasicConstraintsExtension(wanted.usage === 'authority', wanted.pathLength, true),
    new KeyUsagesExtension(keyUsages[wanted.usage], true),
    new SubjectKeyIdentifierExtension(keyIdentifier(wanted.publicKey)),
    new AuthorityKeyIdentifierExtension(keyIdentifier(wanted.issuerPublicKey)),
  ]
}

/** The leftmost 160 bits of the SHA-256 of the SPKI (RFC 7093 §2, method 4, cut to the length of method 1). */
function keyIdentifier(spki: string): string {
  return sha256(Buffer.from(spki, 'base64')).subarray(0, 20).toString('hex')
}

/** 127 random bits: positive, and never guessed before it is issued. */
function randomSerial(): string {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40)
  return bytes.toString('hex')
}

function yearsAfter(time: string, years: number): string {
  const date = new Date(time)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.toISOString()
}
