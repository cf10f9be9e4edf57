import { Problem } from '../contract/problem.ts'
import { listLogs } from '../store/log.ts'
import { lastSentNumber } from '../store/localPackage.ts'
import type { ReadTx, WriteTx } from '../store/store.ts'
import type { Peer } from './setting.ts'
import { readSetting, writeSetting } from './settingAccess.ts'

/** Whom packages go to: headquarters and other enrolled workspaces. */

export async function peersOf(tx: ReadTx): Promise<readonly Peer[]> {
  return (await readSetting(tx, 'peers')) ?? []
}

export async function getPeer(tx: ReadTx, log: string): Promise<Peer> {
  const peer = (await peersOf(tx)).find((candidate) => candidate.log === log)
  if (peer === undefined) throw new Problem('sync.peerUnknown', {})
  return peer
}

/** Adds or replaces a peer; a channel once known is kept. */
export async function rememberPeer(tx: WriteTx, peer: Peer): Promise<void> {
  const known = await peersOf(tx)
  const before = known.find(({ log }) => log === peer.log)
  const others = known.filter(({ log }) => log !== peer.log)
  await writeSetting(tx, 'peers', [...others, { ...peer, channel: peer.channel ?? before?.channel ?? null }])
}

/** Changes of the own log that no package to headquarters has carried yet. */
export async function unsentChanges(tx: ReadTx): Promise<number> {
  const headquarters = (await peersOf(tx)).find(({ kind }) => kind === '总部')
  const own = (await listLogs(tx)).filter(({ kind }) => kind === 'own')
  let unsent = 0
  for (const { id, number } of own) {
    unsent += number - (headquarters === undefined ? 0 : await lastSentNumber(tx, headquarters.log, id))
  }
  return unsent
}
