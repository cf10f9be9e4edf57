import 'reflect-metadata'
import { BasicConstraintsExtension, ExtendedKeyUsageExtension, KeyUsageFlags } from '@peculiar/x509'
import {
  hasKeyUsage,
  isSelfIssued,
  readCertificate,
  type CertificateDer,
  type CertificateUsage,
  type ReadCertificate,
} from './certificate.ts'
import { certificatePaths, type CertificatePath } from './certificatePath.ts'
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

/**
 * Whether a certificate leads to an anchor and counted at that moment (RFC 5280 §6.1, without policies). Every path is
 * sought, not the first alone: an authority may have renewed its certificate, or another may have certified it across.
 */
export function verifyChain(question: ChainQuestion): ChainVerdict {
  const chain = readAll(question.chain, 10)
  const anchors = readAll(question.anchors, 100)
  const leaf = chain?.[0]
  if (chain === undefined || anchors === undefined || leaf === undefined) return fault('unreadable')
  let weightiest: Untrusted | undefined
  for (const found of certificatePaths(leaf, { others: chain.slice(1), anchors })) {
    const wrong = found.complete ? pathFault(found.path, question) : deadEnd(found)
    if (wrong === undefined) return { trusted: true, names: found.path.map(nameOf) }
    if (weightiest === undefined || weightOf(wrong) > weightOf(weightiest)) weightiest = wrong
  }
  return weightiest ?? fault('unknownIssuer', leaf)
}

type Untrusted = Extract<ChainVerdict, { trusted: false }>

/** What is wrong with a whole path says more than that another leads nowhere; a forged link says more than an unknown one. */
function weightOf({ reason }: Untrusted): number {
  if (reason === 'unknownIssuer' || reason === 'selfSigned') return 0
  return reason === 'badSignature' ? 1 : 2
}

function pathFault(path: readonly ReadCertificate[], question: ChainQuestion): Untrusted | undefined {
  for (const [index, certificate] of path.entries()) {
    const isAnchor = index === path.length - 1
    const reason =
      index === 0 ? leafFault(certificate, question.usage) : authorityFault(certificate, levelsIn(path, index))
    const found = reason ?? formFault(certificate, isAnchor) ?? timeFault(certificate, question)
    if (found !== undefined) return fault(found, certificate)
  }
  return undefined
}

/** RFC 5280 §6.1.4 (l): of the authorities below, those that are self-issued count for no level. */
function levelsIn(path: readonly ReadCertificate[], index: number): number {
  return path.slice(1, index).filter(({ parsed }) => !isSelfIssued(parsed)).length
}

function readAll(ders: readonly CertificateDer[], most: number): ReadCertificate[] | undefined {
  try {
    return ders.length > 0 && ders.length <= most ? ders.map(readCertificate) : undefined
  } catch {
    return undefined
  }
}

function deadEnd({ path, named }: CertificatePath): Untrusted {
  const last = path.at(-1)
  return last === undefined ? fault('unreadable') : fault(missingIssuer(last, path.length === 1, named), last)
}

function missingIssuer(last: ReadCertificate, isLeaf: boolean, named: boolean): ChainFault {
  if (!isSelfIssued(last.parsed)) return named ? 'badSignature' : 'unknownIssuer'
  if (!last.node.verify(last.publicKey)) return 'badSignature'
  return isLeaf ? 'selfSigned' : 'unknownIssuer'
}

function leafFault({ parsed }: ReadCertificate, usage: ChainQuestion['usage']): ChainFault | undefined {
  const signs = hasKeyUsage(parsed, KeyUsageFlags.digitalSignature)
  const commits = hasKeyUsage(parsed, KeyUsageFlags.nonRepudiation)
  if (!isForDocuments(parsed)) return 'wrongUsage'
  const isAuthority = parsed.getExtension(BasicConstraintsExtension)?.ca === true
  const right = usage === undefined ? signs || commits : !isAuthority && signs && (usage === 'person') === commits
  return right ? undefined : 'wrongUsage'
}

/** Of extended key usages (RFC 5280 §4.2.1.12): any, mail, documents (RFC 9336), documents of Microsoft. */
const documentUsages = ['2.5.29.37.0', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12']

/** Critical, they bind; else programs take them for a hint, as other verifiers of documents do. */
function isForDocuments(certificate: ReadCertificate['parsed']): boolean {
  const extended = certificate.getExtension(ExtendedKeyUsageExtension)
  return extended?.critical !== true || extended.usages.some((usage) => documentUsages.includes(String(usage)))
}

function authorityFault({ parsed }: ReadCertificate, levelsBelow: number): ChainFault | undefined {
  const constraints = parsed.getExtension(BasicConstraintsExtension)
  if (constraints?.ca !== true || !hasKeyUsage(parsed, KeyUsageFlags.keyCertSign)) return 'notAnAuthority'
  return levelsBelow > (constraints.pathLength ?? Number.POSITIVE_INFINITY) ? 'pathTooLong' : undefined
}

/**
 * Understood here: basic constraints, key usage, extended key usage, key identifiers, alternative names, and certificate
 * policies, of which any will do. Name and policy constraints are not.
 */
const understood = new Set([
  ...['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.18', '2.5.29.32'],
])
const soundHashes = new Set(['SHA-256', 'SHA-384', 'SHA-512'])

/** An anchor is trusted by itself: by what hash it signed itself proves nothing. */
function formFault({ parsed, publicKey }: ReadCertificate, isAnchor: boolean): ChainFault | undefined {
  const unknown = parsed.extensions.some((extension) => extension.critical && !understood.has(extension.type))
  if (unknown) return 'unsupportedExtension'
  const soundlySigned = isAnchor || soundHashes.has(parsed.signatureAlgorithm.hash?.name ?? '')
  return soundlySigned && keyAlgorithm(publicKey) !== undefined ? undefined : 'unsupportedAlgorithm'
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
