import { readSignerCertificate, type SignerCertificate } from '../crypto/signatureAlgorithm.ts'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { unreadable } from '../opc/fault.ts'
import { getPart, readPackage, type OpcPackage } from '../opc/package.ts'
import type { Revocation } from './certificateTrust.ts'
import { mainDocument, readContent, relationshipName, type PackageContent } from './content.ts'
import { severityOf, type Reason } from './reason.ts'
import { readSignatureLines, type PlacedLine } from './signatureLine.ts'
import { checkSignature, type CheckedSignature } from './signatureCheck.ts'

export type Trust = {
  /** DER of certificates that are trusted as they are: authorities, or signers accepted one by one. */
  readonly anchors: readonly Uint8Array[]
  /**
   * ISO 8601; the time by which validity and revocation are judged, and after which nothing can have been signed. It is
   * never what the signature says of itself.
   */
  readonly at: string
  /** By the id of its line, the time for a signature of which more is known. */
  readonly arrivals?: ReadonlyMap<string, string>
  readonly revoked?: readonly Revocation[]
  /** Whether every signature line must be signed. Default: true, so that a removed signature is noticed. */
  readonly requiredLines?: boolean
}

export type Verdict = 'valid' | 'untrusted' | 'broken' | 'unsigned'

/** Everything found out, as plain JSON. `reasons` are those of the whole file; each signature has its own. */
export type DocxVerification = {
  readonly verdict: Verdict
  readonly signatures: readonly VerifiedSignature[]
  readonly lines: readonly VerifiedLine[]
  readonly coverage: Coverage
  readonly reasons: readonly Reason[]
}

export type VerifiedSignature = {
  readonly part: string
  /** Common name of the certificate; '' if there is none. */
  readonly signer: string
  readonly role: string | null
  readonly signedAt: string | null
  readonly lineId: string | null
  readonly algorithm: string | null
  readonly certificate: CertificateSummary | null
  readonly intact: boolean
  readonly trusted: boolean
  readonly reasons: readonly Reason[]
}

export type CertificateSummary = {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly sha256: string
}

export type VerifiedLine = PlacedLine & { readonly signedBy: string | null }

/** Parts and relationships by name. `unsigned` may change without breaking a signature: document properties. */
export type Coverage = {
  readonly covered: number
  readonly uncovered: readonly string[]
  readonly unsigned: readonly string[]
  readonly contentTypeMismatch: readonly string[]
}

/**
 * Verifies all signatures of a document: content, coverage, structure, time, certificate and signature lines.
 * Throws Problem 'docx.unreadable' for a file that two programs could read in two ways; never for a bad signature.
 */
export async function verifyDocx(docx: Uint8Array, trust: Trust): Promise<DocxVerification> {
  const arrivals = new Map([...(trust.arrivals ?? [])].map(([line, at]) => [line.toUpperCase(), at]))
  if ([trust.at, ...arrivals.values()].some((at) => Number.isNaN(Date.parse(at))))
    throw new Error('the time to judge by is not ISO 8601')
  const pkg = await readPackage(docx)
  const content = readContent(pkg)
  // Every signature hashes the whole document again.
  if (content.signatures.length > outsideLimits.signature.perDocument) throw unreadable('too-many-entries')
  const placed = readSignatureLines(pkg)
  const anchors = trust.anchors.map(readSignerCertificate)
  const checked = content.signatures.map((name) =>
    checkSignature(pkg, getPart(pkg, name), {
      anchors,
      at: trust.at,
      arrivals,
      revoked: trust.revoked ?? [],
      lines: placed,
    }),
  )
  const coverage = readCoverage(content, checked)
  const reasons = [
    ...content.reasons,
    ...mainDocumentReasons(pkg),
    ...coverageReasons(content, coverage, checked),
    ...lineReasons(placed, checked, trust.requiredLines ?? true),
  ].toSorted((a, b) => rankOf(a) - rankOf(b))
  const signatures = checked.map(summarize)
  const lines = placed.map((line) => ({ ...line, signedBy: signerOf(line, checked) }))
  return { verdict: judge(signatures, reasons), signatures, lines, coverage, reasons }
}

function judge(signatures: readonly VerifiedSignature[], reasons: readonly Reason[]): Verdict {
  if (signatures.length === 0 && !reasons.some(isTrace)) return 'unsigned'
  const broken = reasons.some(({ code }) => severityOf(code) === 'broken')
  if (broken || signatures.some(({ intact }) => !intact)) return 'broken'
  return reasons.length === 0 && signatures.every(({ trusted }) => trusted) ? 'valid' : 'untrusted'
}

/** What was changed is read before what is missing, and both before what is merely not vouched for. */
function rankOf({ code }: Reason): number {
  if (severityOf(code) === 'untrusted') return 2
  return code === 'line-unsigned' || code === 'line-signed-twice' ? 1 : 0
}

/** Signs that a signature once was there; an unsigned document may have open lines and no signing parts at all. */
function isTrace({ code }: Reason): boolean {
  return code === 'signature-missing' || code === 'signature-unlisted' || code === 'origin-invalid'
}

/** A part counts as covered only if every signature covers it: nobody signed less than the other. */
function readCoverage(content: PackageContent, checked: readonly CheckedSignature[]): Coverage {
  const manifests = checked.flatMap(({ manifest }) => manifest ?? [])
  const parts = content.parts.map((name) => ({
    name,
    covered: manifests.length > 0 && manifests.every((manifest) => manifest.parts.has(name)),
  }))
  const relationships = content.relationships.map(relationshipName).map((name) => ({
    name,
    covered: manifests.length > 0 && manifests.every((manifest) => manifest.relationships.has(name)),
  }))
  const all = [...parts, ...relationships]
  return {
    covered: all.filter(({ covered }) => covered).length,
    uncovered: all.filter(({ covered }) => !covered).map(({ name }) => name),
    unsigned: content.unsigned,
    contentTypeMismatch: [...new Set(manifests.flatMap(({ contentTypeMismatch }) => contentTypeMismatch))],
  }
}

function coverageReasons(
  content: PackageContent,
  coverage: Coverage,
  checked: readonly CheckedSignature[],
): readonly Reason[] {
  // Without one readable manifest everything is uncovered, which the signatures' own reasons already say.
  if (!checked.some(({ manifest }) => manifest !== undefined)) return []
  const parts = new Set(content.parts)
  const uncovered = coverage.uncovered.map((name): Reason => ({
    code: parts.has(name) ? 'part-uncovered' : 'relationship-uncovered',
    detail: name,
  }))
  const manifests = checked.flatMap(({ manifest }) => manifest ?? [])
  const custom = content.customXml.filter((name) => !manifests.every((manifest) => manifest.parts.has(name)))
  return [...uncovered, ...custom.map((name): Reason => ({ code: 'custom-xml-uncovered', detail: name }))]
}

function mainDocumentReasons(pkg: OpcPackage): readonly Reason[] {
  const { part, ambiguous } = mainDocument(pkg)
  return ambiguous ? [{ code: 'main-document-ambiguous', detail: part.name }] : []
}

function lineReasons(
  lines: readonly PlacedLine[],
  checked: readonly CheckedSignature[],
  required: boolean,
): readonly Reason[] {
  return lines.flatMap((line): Reason[] => {
    const signatures = signaturesOf(line, checked)
    // A broken signature on the line says what is wrong; that nobody signed would be untrue.
    if (signatures.length === 0) return required ? [{ code: 'line-unsigned', detail: line.id }] : []
    const intact = signatures.filter((each) => each.intact)
    return intact.length > 1 ? [{ code: 'line-signed-twice', detail: line.id }] : []
  })
}

function signerOf(line: PlacedLine, checked: readonly CheckedSignature[]): string | null {
  return signaturesOf(line, checked).find((each) => each.intact)?.signer?.facts.commonName ?? null
}

function signaturesOf(line: PlacedLine, checked: readonly CheckedSignature[]): readonly CheckedSignature[] {
  return checked.filter(({ lineId }) => lineId?.toUpperCase() === line.id.toUpperCase())
}

function summarize(checked: CheckedSignature): VerifiedSignature {
  return {
    part: checked.part,
    signer: checked.signer?.facts.commonName ?? '',
    role: checked.role ?? null,
    signedAt: checked.signedAt ?? null,
    lineId: checked.lineId ?? null,
    algorithm: checked.algorithm ?? null,
    certificate: checked.signer === undefined ? null : summarizeCertificate(checked.signer),
    intact: checked.intact,
    trusted: checked.intact && checked.reasons.length === 0,
    reasons: checked.reasons,
  }
}

function summarizeCertificate({ facts }: SignerCertificate): CertificateSummary {
  const { subject, issuer, serial, notBefore, notAfter, sha256 } = facts
  return { subject, issuer, serial, notBefore, notAfter, sha256 }
}
