import { Problem } from '../../contract/problem/problem.ts'
import { certificateFacts, type CertificateDer } from '../../crypto/certificate/certificate.ts'
import { verifyChain } from '../../crypto/certificate/certificateChain.ts'
import type { ReadTx } from '../../store/store.ts'
import type { UnlockedWorkspace } from '../host/host.ts'
import { readSetting } from '../host/settingAccess.ts'

/**
 * What the certificate of a log says: its common name is the log, its organisation is what headquarters enrolled it as.
 * 总部 and 下行 are headquarters' own logs; only headquarters can issue such a certificate.
 */
export const logKinds = ['总部', '下行', '检查组'] as const
export type CertifiedLogKind = (typeof logKinds)[number]

export function logCertificateUnit(kind: CertifiedLogKind, name: string): string {
  return `${kind}·${name}`
}

export type CertifiedLog = {
  readonly log: string
  readonly kind: CertifiedLogKind
  readonly name: string
}

/** undefined unless the chain leads to an anchor at that moment and its leaf is a log's certificate. */
export function certifiedLog(
  chain: readonly CertificateDer[],
  anchors: readonly CertificateDer[],
  at: string,
): CertifiedLog | undefined {
  const leaf = chain[0]
  if (leaf === undefined || anchors.length === 0) return undefined
  if (!verifyChain({ chain, anchors, at, usage: 'log' }).trusted) return undefined
  const { commonName, organization = '' } = certificateFacts(leaf)
  const kind = logKinds.find((candidate) => organization.startsWith(`${candidate}·`))
  return kind && { log: commonName, kind, name: organization.slice(kind.length + 1) }
}

/**
 * As `certifiedLog`, but says so where only the dates are wrong: a machine whose clock is years off would otherwise take
 * everyone it knows for a stranger. Problem `certificate.notInForce`.
 */
export function certifiedLogInForce(
  chain: readonly CertificateDer[],
  anchors: readonly CertificateDer[],
  at: string,
): CertifiedLog | undefined {
  const certified = certifiedLog(chain, anchors, at)
  if (certified !== undefined || anchors.length === 0) return certified
  const verdict = verifyChain({ chain, anchors, at, usage: 'log' })
  if (!verdict.trusted && (verdict.reason === 'notYetValid' || verdict.reason === 'expired')) assertInForce(chain, at)
  return undefined
}

/** Problem `certificate.notInForce` for the first certificate whose dates do not hold that moment. */
export function assertInForce(chain: readonly CertificateDer[], at: string): void {
  for (const { notBefore: from, notAfter: to } of chain.map(certificateFacts)) {
    if (at < from || at > to) throw new Problem('certificate.notInForce', { at, from, to })
  }
}

/** The root certificates this workspace trusts: the authority it was enrolled by, or its own. */
export async function anchorsOf(tx: ReadTx): Promise<readonly CertificateDer[]> {
  const chain = (await readSetting(tx, 'registration'))?.authorityChain ?? (await readSetting(tx, 'authority'))?.chain
  const root = chain?.at(-1)
  return root === undefined ? [] : [root]
}

/** The chain that proves the own log to others. Problem `sync.notEnrolled`: what it would sign, no one could take in. */
export async function ownLogChain(tx: ReadTx, workspace: UnlockedWorkspace): Promise<readonly CertificateDer[]> {
  const chain = await findOwnLogChain(tx, workspace)
  if (chain === undefined) throw new Problem('sync.notEnrolled', {})
  return chain
}

/** undefined before enrolment, and in a folder that moved to another machine, where it writes a log not certified yet. */
export async function findOwnLogChain(
  tx: ReadTx,
  workspace: UnlockedWorkspace,
): Promise<readonly CertificateDer[] | undefined> {
  const enrolled = (await readSetting(tx, 'registration'))?.logChain ?? (await readSetting(tx, 'authority'))?.logChain
  const [leaf] = enrolled ?? []
  return leaf !== undefined && certificateFacts(leaf).commonName === workspace.log ? enrolled : undefined
}
