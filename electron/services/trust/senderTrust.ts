import { Problem } from '../../contract/problem/problem.ts'
import type { Manifest, ManifestRange } from '../../contract/syncPackage.ts'
import { readCertificate, type CertificateDer } from '../../crypto/certificate/certificate.ts'
import { hashBirth } from '../../crypto/change.ts'
import { publicKeySpki } from '../../crypto/privateKey.ts'
import { findLog } from '../../store/log/log.ts'
import type { ReadTx } from '../../store/store.ts'
import { loadTrust } from '../../store/change/trust.ts'
import type { PackageSignature } from '../../syncPackage/manifest.ts'
import type { UnlockedWorkspace } from '../host/host.ts'
import { certifiedLogInForce, type CertifiedLog } from './logCertificate.ts'

/** A log that this workspace meets for the first time, proved by its certificate. */
export type NewLog = { readonly range: ManifestRange; readonly certified: CertifiedLog }

export type JudgedPackage = {
  readonly at: string
  readonly manifest: Manifest
  readonly signature: PackageSignature
  readonly anchors: readonly CertificateDer[]
}

/**
 * Whether this workspace takes anything from the sender of a package whose signature holds, and who that is by its
 * certificate. Problems `certificate.notInForce`, `package.drill`, `package.notForYou`, `package.senderUnknown`, `package.senderRevoked`, `package.ownPackage`, `package.logUnproved`, `sync.notEnrolled`.
 */
export async function judgeSender(
  tx: ReadTx,
  workspace: UnlockedWorkspace,
  { at, manifest, signature, anchors }: JudgedPackage,
): Promise<CertifiedLog> {
  if (manifest.drill !== workspace.drill) throw new Problem('package.drill', { packageIsDrill: manifest.drill })
  if (manifest.sender.log === workspace.log) throw new Problem('package.ownPackage', {})
  if (anchors.length === 0) throw new Problem('sync.notEnrolled', {})
  const sender = certifiedLogInForce(signature.chain, anchors, at)
  if (sender?.log !== manifest.sender.log) throw new Problem('package.senderUnknown', {})
  // Whoever can open a package can seal it for someone else: the sender's signature says whom it was meant for.
  if (!manifest.recipients.some(({ recipient }) => recipient === workspace.recipient)) {
    throw new Problem('package.notForYou', {})
  }
  await requireInForce(tx, sender.log, at)
  const known = await findLog(tx, sender.log)
  if (known !== undefined && known.publicKey !== signature.publicKey) throw new Problem('package.senderUnknown', {})
  await proveNewLogs(tx, at, manifest, anchors)
  return sender
}

/** As far as it can be said before the manifest is read. Problems `certificate.notInForce`, `package.senderUnknown`, `sync.notEnrolled`. */
export async function judgeSigner(
  { chain }: PackageSignature,
  anchors: readonly CertificateDer[],
  at: string,
): Promise<void> {
  if (anchors.length === 0) throw new Problem('sync.notEnrolled', {})
  if (certifiedLogInForce(chain, anchors, at) === undefined) throw new Problem('package.senderUnknown', {})
}

async function requireInForce(tx: ReadTx, log: string, at: string): Promise<void> {
  const { revocations } = (await loadTrust(tx)).state
  const revoked = revocations.some(
    ({ kind, subject, since }) => kind === '日志' && subject === log && (since === null || since <= at),
  )
  if (revoked) throw new Problem('package.senderRevoked', {})
}

/**
 * A forwarded log must be the one we know under that id, or bring the certificate headquarters gave its key: so an old id,
 * which follows from no key, is not taken from whoever delivers a birth record first (decisions.md 90). Problem
 * `package.logUnproved`, `certificate.notInForce`.
 */
export async function proveNewLogs(
  tx: ReadTx,
  at: string,
  manifest: Manifest,
  anchors: readonly CertificateDer[],
): Promise<readonly NewLog[]> {
  const found: NewLog[] = []
  for (const range of manifest.ranges) {
    const { log, publicKey } = range.birth
    const known = await findLog(tx, log)
    if (known !== undefined) {
      if (known.birth !== hashBirth(range.birth)) throw new Problem('package.logUnproved', {})
      continue
    }
    const certified = certifiedLogInForce(range.chain, anchors, at)
    if (certified?.log !== log || leafKey(range.chain) !== publicKey) throw new Problem('package.logUnproved', {})
    found.push({ range, certified })
  }
  return found
}

function leafKey(chain: readonly string[]): string | undefined {
  return chain[0] === undefined ? undefined : publicKeySpki(readCertificate(chain[0]).publicKey)
}
