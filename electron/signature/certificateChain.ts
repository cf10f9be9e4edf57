import { isIssuedBy, readSignerCertificate, type SignerCertificate } from '../crypto/signatureAlgorithm.ts'
import type { Reason } from './reason.ts'

export type Revocation = { readonly serial: string; readonly since: string }

export type ChainQuestion = {
  readonly signer: SignerCertificate
  /** Certificates that came with the signature; they help to build a chain and vouch for nothing. */
  readonly others: readonly SignerCertificate[]
  readonly anchors: readonly SignerCertificate[]
  /** ISO 8601; the time by which validity and revocation are judged. */
  readonly at: string
  readonly revoked: readonly Revocation[]
}

/** Why the signer is not vouched for; empty if he is. An anchor may also be the signer's own certificate. */
export function checkChain(question: ChainQuestion): readonly Reason[] {
  const { signer } = question
  const own: Reason[] = signer.usages?.sign === false ? [{ code: 'certificate-key-usage', detail: signer.serial }] : []
  const path = findPath(question, [signer])
  const found = path ?? [signer]
  const anchored: Reason[] = path === undefined ? [missingPath(question)] : []
  return [...own, ...anchored, ...found.flatMap((certificate) => checkCertificate(certificate, question))]
}

/** Certificates that cannot be read are skipped: the chain then lacks them. */
export function readCertificates(ders: readonly Uint8Array[]): readonly SignerCertificate[] {
  return ders.flatMap((der) => {
    try {
      return [readSignerCertificate(der)]
    } catch {
      return []
    }
  })
}

const longestPath = 8
const weakestRsaBits = 2048

/** Extensions that this program takes into account or that do not restrict what it accepts. */
const understoodExtensions: ReadonlySet<string> = new Set([
  '2.5.29.15', // key usage
  '2.5.29.19', // basic constraints
  '2.5.29.17', // subject alternative name
  '2.5.29.32', // certificate policies
  '2.5.29.37', // extended key usage
])

/** Signer first, anchor last; undefined if no chain of certificates that may issue ends in an anchor. */
function findPath(
  question: ChainQuestion,
  path: readonly SignerCertificate[],
): readonly SignerCertificate[] | undefined {
  const last = path.at(-1)
  if (last === undefined || path.length > longestPath) return undefined
  if (includes(question.anchors, last)) return path
  for (const issuer of [...question.anchors, ...question.others]) {
    if (includes(path, issuer) || !mayIssue(issuer, path.length - 1) || !isIssuedBy(last, issuer)) continue
    const found = findPath(question, [...path, issuer])
    if (found !== undefined) return found
  }
  return undefined
}

/** basicConstraints with its path length, and keyUsage keyCertSign (RFC 5280 §6.1.4). */
function mayIssue(issuer: SignerCertificate, intermediates: number): boolean {
  const { authority, usages } = issuer
  return authority !== undefined && intermediates <= (authority.pathLength ?? Infinity) && usages?.certify !== false
}

/** Says whether an issuer was at hand that had no right to issue, which is a forgery rather than a stranger. */
function missingPath({ signer, others, anchors }: ChainQuestion): Reason {
  const pretender = [...anchors, ...others].find(
    (other) => other !== signer && !mayIssue(other, 0) && isIssuedBy(signer, other),
  )
  return pretender === undefined
    ? { code: 'certificate-untrusted', detail: signer.issuer }
    : { code: 'issuer-not-authority', detail: pretender.subject }
}

function checkCertificate(certificate: SignerCertificate, { at, revoked }: ChainQuestion): readonly Reason[] {
  const { serial, notBefore, notAfter, key, criticalExtensions } = certificate
  const time = Date.parse(at)
  const reasons: Reason[] = []
  if (time < Date.parse(notBefore)) reasons.push({ code: 'certificate-not-yet-valid', detail: serial })
  if (time > Date.parse(notAfter)) reasons.push({ code: 'certificate-expired', detail: serial })
  if (revoked.some((each) => sameSerial(each.serial, serial) && Date.parse(each.since) <= time)) {
    reasons.push({ code: 'certificate-revoked', detail: serial })
  }
  if (key.kind === 'other' || (key.kind === 'rsa' && key.bits < weakestRsaBits))
    reasons.push({ code: 'key-weak', detail: serial })
  const unknown = criticalExtensions.find((type) => !understoodExtensions.has(type))
  if (unknown !== undefined) reasons.push({ code: 'certificate-extension-unknown', detail: unknown })
  return reasons
}

function sameSerial(given: string, serial: string): boolean {
  return (
    given
      .replaceAll(':', '')
      .toLowerCase()
      .replace(/^0+(?=.)/, '') === serial
  )
}

function includes(list: readonly SignerCertificate[], certificate: SignerCertificate): boolean {
  return list.some(({ sha256 }) => sha256 === certificate.sha256)
}
