import { Problem } from '../../contract/problem/problem.ts'
import { holds, type TrustState } from '../../domain/rights/trust.ts'
import { readTrust } from '../../store/change/trust.ts'
import { countChangesAfter, listLogs } from '../../store/log/log.ts'
import { countDue } from '../../store/local/localDownward.ts'
import { lastSentNumber } from '../../store/local/localPackage.ts'
import { listEvents } from '../../store/row/events.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import type { Peer } from '../host/setting.ts'
import { readSetting, requireSetting, writeSetting } from '../host/settingAccess.ts'

/** Whom packages go to: headquarters and other enrolled workspaces. */

export async function peersOf(tx: ReadTx): Promise<readonly Peer[]> {
  const kept = await keptPeers(tx)
  return [...kept, ...(await toldPeers(tx, kept))]
}

async function keptPeers(tx: ReadTx): Promise<readonly Peer[]> {
  return (await readSetting(tx, 'peers')) ?? []
}

/** Of a team: the computers that headquarters has enrolled since, as far as something goes to them. */
async function toldPeers(tx: ReadTx, kept: readonly Peer[]): Promise<readonly Peer[]> {
  if ((await readSetting(tx, 'registration')) === undefined) return []
  const known = new Set(kept.map(({ log }) => log))
  const enrolled = (await listEvents(tx, 'logEnrolled')).filter(
    ({ log, kind }) => kind === '检查组' && !known.has(log ?? ''),
  )
  if (enrolled.length === 0) return []
  const own = (await requireSetting(tx, 'log')).log
  const trust = await readTrust(tx)
  const near = await nearLogs(tx, own, trust)
  const revoked = new Set(trust.revocations.flatMap(({ kind, subject }) => (kind === '日志' ? [subject] : [])))
  const peers = enrolled.flatMap(({ log, name, recipient }): Peer[] => {
    if (log === null || recipient === null || log === own || revoked.has(log)) return []
    return near === 'all' || near.has(log) ? [{ log, name: name ?? '', kind: '检查组', recipient, channel: null }] : []
  })
  // One that is enrolled again is told of again: the last word holds.
  return [...new Map(peers.map((peer) => [peer.log, peer])).values()]
}

/** Its own team, and those to whom cases that are here were handed over; all where headquarters has put it in none. */
async function nearLogs(
  tx: ReadTx,
  own: string,
  { memberships, handOvers }: TrustState,
): Promise<ReadonlySet<string> | 'all'> {
  const current = memberships.filter(({ endings }) => holds(endings, undefined))
  const teams = new Set(current.flatMap((one) => (one.log === own ? [one.team] : [])))
  if (teams.size === 0) return 'all'
  for (const [root, given] of handOvers) {
    if ((await findRow(tx, 'visit', root)) !== undefined) for (const { to } of given) teams.add(to)
  }
  return new Set(current.flatMap((one) => (teams.has(one.team) ? [one.log] : [])))
}

export async function getPeer(tx: ReadTx, log: string): Promise<Peer> {
  const peer = (await peersOf(tx)).find((candidate) => candidate.log === log)
  if (peer === undefined) throw new Problem('sync.peerUnknown', {})
  return peer
}

/** Adds or replaces a peer; a channel once known is kept, and so is what it told. */
export async function rememberPeer(tx: WriteTx, peer: Peer): Promise<void> {
  const known = await keptPeers(tx)
  const before = known.find(({ log }) => log === peer.log)
  const others = known.filter(({ log }) => log !== peer.log)
  const told = peer.told ?? before?.told
  const channel = peer.channel ?? before?.channel ?? null
  await writeSetting(tx, 'peers', [...others, { ...peer, channel, ...(told !== undefined && { told }) }])
}

/**
 * Work that waits for a package: of a team, what headquarters has not been sent; of a headquarters, what it has to say to the
 * parties. That a package was accepted is no work: counted, two workspaces would never be done with each other.
 */
export async function unsentChanges(tx: ReadTx): Promise<number> {
  if ((await readSetting(tx, 'authority')) !== undefined) {
    return (await countDue(tx)).reduce((sum, { count }) => sum + count, 0)
  }
  const above = (await keptPeers(tx)).find(({ kind }) => kind === '总部')
  return ownChangesAfter(tx, above?.log)
}

/** What the own logs hold that no package has carried to this peer; to no peer, all of it. */
export async function ownChangesAfter(tx: ReadTx, to: string | undefined): Promise<number> {
  let unsent = 0
  for (const { id, kind } of await listLogs(tx)) {
    if (kind !== 'own') continue
    const number = to === undefined ? 0 : await lastSentNumber(tx, to, id)
    unsent += await countChangesAfter(tx, { log: id, number, except: 'packageAccepted' })
  }
  return unsent
}
