import { verifyChain, type ChainFault, type Revocation } from '../crypto/certificate/certificateChain.ts'
import { readSignerCertificate, type SignerCertificate } from '../crypto/signatureAlgorithm.ts'
import type { Reason, ReasonCode } from './reason.ts'

export type { Revocation } from '../crypto/certificate/certificateChain.ts'

export type TrustQuestion = {
  readonly signer: SignerCertificate
  /** DER of the certificates that came with the signature; they help to build a chain and vouch for nothing. */
  readonly others: readonly Uint8Array[]
  readonly anchors: readonly SignerCertificate[]
  /** ISO 8601; the time by which validity and revocation are judged. */
  readonly at: string
  readonly revoked: readonly Revocation[]
}

/** Why the signer is not vouched for; empty if he is. An anchor may also be the signer's own certificate. */
export function checkTrust({ signer, others, anchors, at, revoked }: TrustQuestion): readonly Reason[] {
  const { serial, issuer } = signer.facts
  // A log's key signs packages without its owner's password; only a person's key commits to a document.
  const usage: readonly Reason[] = signer.commits ? [] : [{ code: 'certificate-key-usage', detail: serial }]
  if (anchors.length === 0) return [...usage, { code: 'certificate-untrusted', detail: issuer }]
  const chain = [signer, ...readable(others)].map(base64)
  const verdict = verifyChain({ chain, anchors: anchors.map(base64), at, revoked })
  if (verdict.trusted) return usage
  const reason: Reason = { code: codes[verdict.reason], detail: verdict.name ?? serial }
  return reason.code === 'certificate-key-usage' ? [reason] : [...usage, reason]
}

const codes: Readonly<Record<ChainFault, ReasonCode>> = {
  unreadable: 'certificate-unreadable',
  selfSigned: 'certificate-untrusted',
  unknownIssuer: 'certificate-untrusted',
  badSignature: 'certificate-forged',
  notAnAuthority: 'issuer-not-authority',
  pathTooLong: 'issuer-not-authority',
  wrongUsage: 'certificate-key-usage',
  unsupportedAlgorithm: 'key-weak',
  unsupportedExtension: 'certificate-extension-unknown',
  notYetValid: 'certificate-not-yet-valid',
  expired: 'certificate-expired',
  revoked: 'certificate-revoked',
}

/** What cannot be read cannot help: the chain then lacks it. */
function readable(ders: readonly Uint8Array[]): readonly SignerCertificate[] {
  return ders.flatMap((der) => {
    try {
      return [readSignerCertificate(der)]
    } catch {
      return []
    }
  })
}

function base64({ der }: SignerCertificate): string {
  return der.toString('base64')
}
