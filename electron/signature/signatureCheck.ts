import { readSignerCertificate, verifyBytes, digest, type SignerCertificate } from '../crypto/signatureAlgorithm.ts'
import { plainName } from '../crypto/certificate/certificateName.ts'
import { foldedName } from '../domain/identity/foldedName.ts'
import { isProblem } from '../contract/problem/problem.ts'
import type { OpcPackage, OpcPart } from '../opc/package.ts'
import { readRelationships, resolveTarget } from '../opc/relationship.ts'
import { schemeName } from './algorithm.ts'
import { checkTrust, type Revocation } from './certificateTrust.ts'
import { checkManifest, type ManifestFinding } from './manifestCheck.ts'
import { ids, relationshipTypes } from './name.ts'
import { severityOf, type Reason, type ReasonCode } from './reason.ts'
import { matchesDigest, SignatureFault } from './reference.ts'
import type { PlacedLine } from './signatureLine.ts'
import { parseSignature, type ParsedSignature } from './signatureXml.ts'

export type SignatureQuestion = {
  readonly anchors: readonly SignerCertificate[]
  readonly at: string
  /** By the id of its line in capitals. */
  readonly arrivals: ReadonlyMap<string, string>
  readonly revoked: readonly Revocation[]
  readonly lines: readonly PlacedLine[]
}

/** One signature judged by itself; undefined where the signature part does not say. */
export type CheckedSignature = {
  readonly part: string
  readonly intact: boolean
  readonly reasons: readonly Reason[]
  readonly manifest?: ManifestFinding
  readonly signer?: SignerCertificate | undefined
  readonly role?: string | undefined
  readonly signedAt?: string | undefined
  readonly lineId?: string | undefined
  readonly algorithm?: string
}

export function checkSignature(pkg: OpcPackage, part: OpcPart, question: SignatureQuestion): CheckedSignature {
  try {
    return checkParsed(pkg, part, parseSignature(part.bytes), question)
  } catch (error) {
    return { part: part.name, intact: false, reasons: [toReason(error, part.name)] }
  }
}

/** Only what a parser refused; a defect of this program must not be reported as a forged signature. */
function toReason(error: unknown, part: string): Reason {
  if (error instanceof SignatureFault) return { code: error.code, detail: error.detail === '' ? part : error.detail }
  if (isProblem(error)) return { code: 'signature-malformed', detail: part }
  throw error
}

function checkParsed(
  pkg: OpcPackage,
  part: OpcPart,
  parsed: ParsedSignature,
  question: SignatureQuestion,
): CheckedSignature {
  const certificates = [...parsed.certificates, ...relatedCertificates(pkg, part)]
  const signer = findSigner(parsed, certificates)
  const manifest = checkManifest(pkg, parsed.manifest)
  const reasons = [
    ...checkReferences(parsed),
    ...(signer === undefined ? [certificateReason(certificates, part.name)] : checkSigner(parsed, signer)),
    ...manifest.reasons,
    ...checkTime(parsed, part.name),
    ...checkLine(parsed, signer, question.lines),
    ...checkStrength(parsed),
    ...(signer === undefined ? [] : checkSignerTrust({ parsed, signer, certificates, question })),
  ]
  return {
    part: part.name,
    intact: !reasons.some(({ code }) => severityOf(code) === 'broken'),
    reasons,
    manifest,
    signer,
    role: parsed.xades?.role,
    signedAt: parsed.signedAt,
    lineId: parsed.lineId,
    algorithm: schemeName(parsed.scheme),
  }
}

/** System.IO.Packaging keeps the certificate in a part of its own beside the signature. */
function relatedCertificates(pkg: OpcPackage, part: OpcPart): readonly Uint8Array[] {
  return readRelationships(pkg, part.name)
    .filter(({ type }) => type === relationshipTypes.certificate)
    .flatMap((relationship) => pkg.parts.get(resolveTarget(part.name, relationship) ?? '')?.bytes ?? [])
}

/**
 * The certificate that the signature names as its own, or else one whose key made it: KeyInfo holds them in any order (XML Signature
 * §4.5.4). Where there is none, the first has to answer.
 */
function findSigner(parsed: ParsedSignature, certificates: readonly Uint8Array[]): SignerCertificate | undefined {
  const [first, ...others] = certificates.slice(0, mostCertificates).map(readCertificate)
  const readable = [first, ...others].filter((certificate) => certificate !== undefined)
  const named = parsed.xades?.certificate === undefined ? [] : readable.filter((one) => isClaimed(parsed, one))
  return named[0] ?? readable.find((one) => isSignedBy(parsed, one)) ?? first
}

/** Each may cost a verification. */
const mostCertificates = 16

function readCertificate(der: Uint8Array): SignerCertificate | undefined {
  try {
    return readSignerCertificate(der)
  } catch {
    return undefined
  }
}

function isSignedBy({ scheme, signedInfo, value }: ParsedSignature, { publicKey }: SignerCertificate): boolean {
  return verifyBytes(scheme, publicKey, Buffer.from(signedInfo), value)
}

function isClaimed({ xades }: ParsedSignature, { der, facts }: SignerCertificate): boolean {
  const claim = xades?.certificate
  if (claim === undefined) return true
  return digest(claim.hash, der).equals(claim.value) && BigInt(claim.serial) === BigInt(facts.serialDecimal)
}

function certificateReason(certificates: readonly Uint8Array[], part: string): Reason {
  return { code: certificates.length === 0 ? 'certificate-missing' : 'certificate-unreadable', detail: part }
}

function checkReferences({ references }: ParsedSignature): readonly Reason[] {
  return references
    .filter(({ reference, content }) => !matchesDigest(reference, content))
    .map(({ reference }) => ({ code: 'reference-digest', detail: reference.uri }))
}

function checkSigner(parsed: ParsedSignature, signer: SignerCertificate): readonly Reason[] {
  const reasons: Reason[] = []
  if (!isSignedBy(parsed, signer)) reasons.push({ code: 'signature-value', detail: signer.facts.serial })
  if (!isClaimed(parsed, signer)) reasons.push({ code: 'certificate-digest-mismatch', detail: signer.facts.serial })
  return reasons
}

/** The package object and XAdES both state the time; readers show the one or the other. Compared to the second. */
function checkTime({ signedAt, xades }: ParsedSignature, part: string): readonly Reason[] {
  const reasons: ReasonCode[] = []
  if (signedAt === undefined) reasons.push('signing-time-missing')
  if (xades !== undefined && !xades.signed) reasons.push('xades-unsigned')
  if (xades !== undefined && xades.signedAt?.slice(0, 19) !== signedAt?.slice(0, 19))
    reasons.push('signing-time-mismatch')
  return reasons.map((code) => ({ code, detail: part }))
}

function checkLine(
  { lineId, linePictures }: ParsedSignature,
  signer: SignerCertificate | undefined,
  lines: readonly PlacedLine[],
): readonly Reason[] {
  if (lineId === undefined) return []
  const line = lines.find(({ id }) => id.toUpperCase() === lineId.toUpperCase())
  if (line === undefined) return [{ code: 'line-unknown', detail: lineId }]
  // What the line shows once it is signed, and once it no longer holds: not signed, anybody could draw it.
  const undrawn = [ids.validImage, ids.invalidImage].filter((id) => !linePictures.has(id))
  const dropped = undrawn.map((detail): Reason => ({ code: 'line-picture-missing', detail }))
  const differs =
    signer !== undefined &&
    line.suggestedSigner !== '' &&
    foldedName(plainName(line.suggestedSigner)) !== foldedName(plainName(signer.facts.commonName))
  return [...dropped, ...(differs ? [{ code: 'line-signer-differs', detail: lineId } as const] : [])]
}

function checkStrength({ scheme, references, manifest }: ParsedSignature): readonly Reason[] {
  const hashes = [
    scheme.hash,
    ...references.map(({ reference }) => reference.hash),
    ...manifest.map(({ hash }) => hash),
  ]
  return hashes.includes('sha1') ? [{ code: 'algorithm-weak', detail: 'sha1' }] : []
}

/** Clocks of field laptops differ; the same 24 hours as for changes of the log. */
const clockTolerance = 24 * 60 * 60 * 1000

type SignerQuestion = {
  readonly parsed: ParsedSignature
  readonly signer: SignerCertificate
  readonly certificates: readonly Uint8Array[]
  readonly question: SignatureQuestion
}

function checkSignerTrust({ parsed, signer, certificates, question }: SignerQuestion): readonly Reason[] {
  const { signedAt, lineId = '' } = parsed
  const at = question.arrivals.get(lineId.toUpperCase()) ?? question.at
  const early = signedAt !== undefined && Date.parse(signedAt) > Date.parse(at) + clockTolerance
  const future: Reason[] = early ? [{ code: 'signing-time-future', detail: signedAt }] : []
  const { anchors, revoked } = question
  const others = certificates.filter((der) => !signer.der.equals(der))
  return [...future, ...checkTrust({ signer, others, anchors, at, revoked })]
}
