import 'reflect-metadata'
import { X509Certificate as NodeCertificate, type KeyObject } from 'node:crypto'
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509Certificate } from '@peculiar/x509'
import { sha256Hex } from '../hash.ts'
import { keyAlgorithm, type KeyAlgorithm } from '../privateKey.ts'
import { sameName } from './sameName.ts'

/** A certificate as it travels: DER in base64. */
export type CertificateDer = string

/** What a certificate may be used for: a person's signature on a document, a log's on its head, or issuing others. */
export type CertificateUsage = 'person' | 'log' | 'authority'

export type CertificateFacts = {
  readonly commonName: string
  readonly organization: string | undefined
  /** The full names in certificate order: `C=CN, O=…, CN=…`. */
  readonly subject: string
  readonly issuer: string
  /** Lowercase hex and decimal of the same number. */
  readonly serial: string
  readonly serialDecimal: string
  readonly notBefore: string
  readonly notAfter: string
  /** SHA-256 of the DER in hex. */
  readonly sha256: string
  readonly algorithm: KeyAlgorithm | 'other'
  readonly usage: CertificateUsage | 'other'
  readonly selfSigned: boolean
  /** 演练: never to be mixed with real work. */
  readonly drill: boolean
}

/** Throws a plain Error for bytes that are no certificate. Says nothing about trust: that is `verifyChain`. */
export function certificateFacts(der: CertificateDer): CertificateFacts {
  const { bytes, parsed, publicKey } = readCertificate(der)
  const field = (name: string) => parsed.subjectName.getField(name)[0]
  const names = ['O', 'OU'].flatMap((name) => [
    ...parsed.subjectName.getField(name),
    ...parsed.issuerName.getField(name),
  ])
  return {
    commonName: field('CN') ?? '',
    organization: field('O'),
    subject: parsed.subject,
    issuer: parsed.issuer,
    serial: parsed.serialNumber,
    serialDecimal: BigInt(`0x${parsed.serialNumber}`).toString(),
    notBefore: parsed.notBefore.toISOString(),
    notAfter: parsed.notAfter.toISOString(),
    sha256: sha256Hex(bytes),
    algorithm: keyAlgorithm(publicKey) ?? 'other',
    usage: usageOf(parsed),
    selfSigned: isSelfIssued(parsed),
    drill: names.includes(drillMark),
  }
}

/** Stands as organisational unit (of an authority: organisation) in every certificate of a 演练. */
export const drillMark = '演练'

export function toPem(certificates: readonly CertificateDer[]): string {
  return certificates.map((der) => `${pemStart}\n${der.replace(/(.{64})(?=.)/gu, '$1\n')}\n${pemEnd}\n`).join('')
}

/** The certificates of a PEM text in its order; what stands between them is ignored. */
export function fromPem(text: string): CertificateDer[] {
  const blocks = text.matchAll(new RegExp(`${pemStart}([A-Za-z0-9+/=\\s]+)${pemEnd}`, 'gu'))
  return Array.from(blocks, ([, body]) => (body ?? '').replace(/\s/gu, ''))
}

const pemStart = '-----BEGIN CERTIFICATE-----'
const pemEnd = '-----END CERTIFICATE-----'

export type ReadCertificate = {
  readonly bytes: Buffer
  readonly parsed: X509Certificate
  readonly node: NodeCertificate
  readonly publicKey: KeyObject
}

/** Read by both parsers; they must agree where the certificate ends. Throws a plain Error otherwise. */
export function readCertificate(der: CertificateDer): ReadCertificate {
  const bytes = Buffer.from(der, 'base64')
  const node = new NodeCertificate(bytes)
  const parsed = new X509Certificate(bytes)
  if (!node.raw.equals(bytes)) throw new Error('bytes follow the certificate')
  const types = parsed.extensions.map((extension) => extension.type)
  if (new Set(types).size < types.length) throw new Error('an extension stands twice')
  return { bytes, parsed, node, publicKey: node.publicKey }
}

export function isSelfIssued({ subjectName, issuerName }: X509Certificate): boolean {
  return sameName(subjectName, issuerName)
}

/** A certificate that says no usage may be used for all (RFC 5280 §4.2.1.3, §6.1.4 (n)). */
export function hasKeyUsage(certificate: X509Certificate, flag: KeyUsageFlags): boolean {
  const usages = certificate.getExtension(KeyUsagesExtension)?.usages
  return usages === undefined || (usages & flag) !== 0
}

function usageOf(certificate: X509Certificate): CertificateFacts['usage'] {
  if (certificate.getExtension(BasicConstraintsExtension)?.ca === true) return 'authority'
  if (!hasKeyUsage(certificate, KeyUsageFlags.digitalSignature)) return 'other'
  return hasKeyUsage(certificate, KeyUsageFlags.nonRepudiation) ? 'person' : 'log'
}
