import 'reflect-metadata'
import { BasicConstraintsExtension, KeyUsageFlags } from '@peculiar/x509'
import {
  hasKeyUsage,
  isSelfIssued,
  readCertificate,
  type CertificateDer,
  type CertificateUsage,
  type ReadCertificate,
} from './certificate.ts'
import { sha256Hex } from '../hash.ts'
import { keyAlgorithm } from '../privateKey.ts'

/** A certificate that does not count any more from a moment on. */
export type Revocation = { readonly sha256: string; readonly from: string }

export type ChainQuestion = {
  /** The leaf first; the others in any order. */
  readonly chain: readonly CertificateDer[]
  /** The only certificates that are trusted by themselves. */
  readonly anchors: readonly CertificateDer[]
  /** The moment to judge by, ISO 8601. */
  readonly at: string
  readonly usage?: Exclude<CertificateUsage, 'authority'>
  readonly revoked?: readonly Revocation[]
}

export type ChainFault =
  | 'unreadable'
  | 'selfSigned'
  | 'unknownIssuer'
  | 'badSignature'
  | 'notAnAuthority'
  | 'pathTooLong'
  | 'wrongUsage'
  | 'unsupportedAlgorithm'
  | 'unsupportedExtension'
  | 'notYetValid'
  | 'expired'
  | 'revoked'

export type ChainVerdict =
  /** `names`: the common names from the leaf to the anchor. */
  | { readonly trusted: true; readonly names: readonly string[] }
  /** `name`: the certificate at fault, as far as it could be read. */
  | { readonly trusted: false; readonly reason: ChainFault; readonly name: string | undefined }

/** Whether a certificate leads to an anchor and counted at that moment (RFC 5280 §6.1, without policies). */
export function verifyChain(question: ChainQuestion): ChainVerdict {
  const chain = readAll(question.chain, 10)
  const anchors = readAll(question.anchors, 100)
  const leaf = chain?.[0]
  if (chain === undefined || anchors === undefined || leaf === undefined) return fault('unreadable')
  const built = buildPath(leaf, chain.slice(1), anchors)
  if ('trusted' in built) return built
  for (const [index, certificate] of built.path.entries()) {
    const reason = index === 0 ? leafFault(certificate, question.usage) : authorityFault(certificate, index - 1)
    const found = reason ?? formFault(certificate) ?? timeFault(certificate, question)
    if (found !== undefined) return fault(found, certificate)
  }
  return { trusted: true, names: built.path.map(nameOf) }
}

function readAll(ders: readonly CertificateDer[], most: number): ReadCertificate[] | undefined {
  try {
    return ders.length > 0 && ders.length <= most ? ders.map(readCertificate) : undefined
  } catch {
    return undefined
  }
}

/** Leaf to anchor, each link proved by the signature: names alone prove nothing. */
function buildPath(
  leaf: ReadCertificate,
  others: readonly ReadCertificate[],
  anchors: readonly ReadCertificate[],
): { readonly path: readonly ReadCertificate[] } | Extract<ChainVerdict, { trusted: false }> {
  const path = [leaf]
  // Ends because no certificate stands in a path twice.
  for (let current = leaf; ;) {
    if (anchors.some((anchor) => anchor.bytes.equals(current.bytes))) return { path }
    const named = [...anchors, ...others].filter((candidate) => isNamedIssuer(candidate, current))
    const issuer = named.find((candidate) => !path.includes(candidate) && current.node.verify(candidate.publicKey))
    if (issuer === undefined) return fault(missingIssuer(current, leaf, named.length > 0), current)
    path.push(issuer)
    current = issuer
  }
}

function missingIssuer(last: ReadCertificate, leaf: ReadCertificate, named: boolean): ChainFault {
  if (!isSelfIssued(last.parsed)) return named ? 'badSignature' : 'unknownIssuer'
  if (!last.node.verify(last.publicKey)) return 'badSignature'
  return last === leaf ? 'selfSigned' : 'unknownIssuer'
}

function isNamedIssuer(candidate: ReadCertificate, certificate: ReadCertificate): boolean {
  const subject = Buffer.from(candidate.parsed.subjectName.toArrayBuffer())
  return subject.equals(Buffer.from(certificate.parsed.issuerName.toArrayBuffer()))
}

function leafFault({ parsed }: ReadCertificate, usage: ChainQuestion['usage']): ChainFault | undefined {
  const signs = hasKeyUsage(parsed, KeyUsageFlags.digitalSignature)
  const commits = hasKeyUsage(parsed, KeyUsageFlags.nonRepudiation)
  const isAuthority = parsed.getExtension(BasicConstraintsExtension)?.ca === true
  const right = usage === undefined ? signs || commits : !isAuthority && signs && (usage === 'person') === commits
  return right ? undefined : 'wrongUsage'
}

/** Stricter than RFC 5280 §6.1.4: a self-issued certificate between also counts as a level. */
function authorityFault({ parsed }: ReadCertificate, levelsBelow: number): ChainFault | undefined {
  const constraints = parsed.getExtension(BasicConstraintsExtension)
  if (constraints?.ca !== true || !hasKeyUsage(parsed, KeyUsageFlags.keyCertSign)) return 'notAnAuthority'
  return levelsBelow > (constraints.pathLength ?? Number.POSITIVE_INFINITY) ? 'pathTooLong' : undefined
}

/** Understood here: basic constraints, key usage, key identifiers, alternative names. */
const understood = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.18'])
const soundHashes = new Set(['SHA-256', 'SHA-384', 'SHA-512'])

function formFault({ parsed, publicKey }: ReadCertificate): ChainFault | undefined {
  const unknown = parsed.extensions.some((extension) => extension.critical && !understood.has(extension.type))
  if (unknown) return 'unsupportedExtension'
  const sound = soundHashes.has(parsed.signatureAlgorithm.hash?.name ?? '') && keyAlgorithm(publicKey) !== undefined
  return sound ? undefined : 'unsupportedAlgorithm'
}

function timeFault({ parsed, bytes }: ReadCertificate, { at, revoked = [] }: ChainQuestion): ChainFault | undefined {
  const moment = Date.parse(at)
  if (Number.isNaN(moment)) throw new RangeError('the moment of judgement is no time')
  if (moment < parsed.notBefore.getTime()) return 'notYetValid'
  if (moment > parsed.notAfter.getTime()) return 'expired'
  const sha256 = sha256Hex(bytes)
  const gone = revoked.some((revocation) => revocation.sha256 === sha256 && !(moment < Date.parse(revocation.from)))
  return gone ? 'revoked' : undefined
}

function nameOf({ parsed }: ReadCertificate): string {
  return parsed.subjectName.getField('CN')[0] ?? ''
}

function fault(reason: ChainFault, certificate?: ReadCertificate): Extract<ChainVerdict, { trusted: false }> {
  return { trusted: false, reason, name: certificate === undefined ? undefined : nameOf(certificate) }
}
