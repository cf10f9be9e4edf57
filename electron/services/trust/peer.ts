import { Problem } from '../../contract/problem/problem.ts'
import { countChangesAfter, listLogs } from '../../store/log/log.ts'
import { lastSentNumber } from '../../store/local/localPackage.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import type { Peer } from '../host/setting.ts'
import { readSetting, writeSetting } from '../host/settingAccess.ts'

/** Whom packages go to: headquarters and other enrolled workspaces. */

export async function peersOf(tx: ReadTx): Promise<readonly Peer[]> {
  return (await readSetting(tx, 'peers')) ?? []
}

export async function getPeer(tx: ReadTx, log: string): Promise<Peer> {
  const peer = (await peersOf(tx)).find((candidate) => candidate.log === log)
  if (peer === undefined) throw new Problem('sync.peerUnknown', {})
  return peer
}

/** Adds or replaces a peer; a channel once known is kept, and so is what it told. */
export async function rememberPeer(tx: WriteTx, peer: Peer): Promise<void> {
  const known = await peersOf(tx)
  const before = known.find(({ log }) => log === peer.log)
  const others = known.filter(({ log }) => log !== peer.log)
  const told = peer.told ?? before?.told
  const channel = peer.channel ?? before?.channel ?? null
  await writeSetting(tx, 'peers', [...others, { ...peer, channel, ...(told !== undefined && { told }) }])
}

/**
 * Work that waits for a package: of a team, what headquarters has not been sent; of a headquarters, what its channels owe
 * the teams. That a package was accepted is no work: counted, two workspaces would never be done with each other.
 */
export async function unsentChanges(tx: ReadTx): Promise<number> {
  const peers = await peersOf(tx)
  const channels = peers.flatMap(({ log, channel }) => (channel === null ? [] : [{ to: log, log: channel.birth.log }]))
  const isOwnHeadquarters = (await readSetting(tx, 'authority')) !== undefined
  const above = peers.find(({ kind }) => kind === '总部')?.log
  const own = (await listLogs(tx)).filter(({ kind }) => kind === 'own')
  const upward = isOwnHeadquarters ? [] : own.map(({ id }) => ({ to: above, log: id }))
  let unsent = 0
  for (const { to, log } of [...channels, ...upward]) {
    const sent = to === undefined ? 0 : await lastSentNumber(tx, to, log)
    unsent += await countChangesAfter(tx, { log, number: sent, except: 'packageAccepted' })
  }
  return unsent
}
