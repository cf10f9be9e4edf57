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

/** What is owed to a peer: changes of a log that no package has carried there. */
export type Owed = { readonly peer: Peer; readonly changes: number }

/**
 * Work that waits for a package: of a team, what headquarters has not been sent; of a headquarters, what its channels owe
 * the teams. That a package was accepted is no work: counted, two workspaces would never be done with each other.
 */
export async function unsentChanges(tx: ReadTx): Promise<number> {
  if (await isHeadquartersHere(tx)) {
    const owed = await owedDown(tx)
    return owed.reduce((sum, { changes }) => sum + changes, 0)
  }
  const above = (await peersOf(tx)).find(({ kind }) => kind === '总部')
  return ownChangesAfter(tx, above?.log)
}

/** Of a headquarters: each peer that its channel has something for. */
export async function owedDown(tx: ReadTx): Promise<readonly Owed[]> {
  const owed: Owed[] = []
  for (const peer of await peersOf(tx)) {
    if (peer.channel === null) continue
    const changes = await countUnsent(tx, peer.log, peer.channel.birth.log)
    if (changes > 0) owed.push({ peer, changes })
  }
  return owed
}

/** What the own logs hold that no package has carried to this peer; to no peer, all of it. */
export async function ownChangesAfter(tx: ReadTx, to: string | undefined): Promise<number> {
  let unsent = 0
  for (const { id } of (await listLogs(tx)).filter(({ kind }) => kind === 'own')) {
    unsent += await countUnsent(tx, to, id)
  }
  return unsent
}

async function isHeadquartersHere(tx: ReadTx): Promise<boolean> {
  return (await readSetting(tx, 'authority')) !== undefined
}

async function countUnsent(tx: ReadTx, to: string | undefined, log: string): Promise<number> {
  const number = to === undefined ? 0 : await lastSentNumber(tx, to, log)
  return countChangesAfter(tx, { log, number, except: 'packageAccepted' })
}
