import type { ChangeLine } from '../../contract/change.ts'
import { schemaVersion } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import type { PackageState } from '../../contract/exchange/sync.ts'
import type { ManifestRange } from '../../contract/syncPackage.ts'
import { signHead } from '../../crypto/logKey.ts'
import { recordWords } from '../../domain/recordWords.ts'
import { safeFileName } from '../../domain/fileName.ts'
import { blobsOf, selectLines, type LineRange } from '../../store/imports/exporting.ts'
import { countRecords } from '../../store/imports/recordCounts.ts'
import { birthOf, listLogs, signedHeadOf, type LogRow } from '../../store/log/log.ts'
import { lastSentNumber, nextSerial, putPackage } from '../../store/local/localPackage.ts'
import { listRows } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { writeSyncPackage, type PackageBlob } from '../../syncPackage/write.ts'
import type { UnlockedWorkspace, Host } from '../host/host.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { ownLogChain } from '../trust/logCertificate.ts'
import { getPeer, peersOf } from '../trust/peer.ts'
import { heldBy } from './held.ts'
import { sayDown } from './sayDown.ts'
import type { Peer } from '../host/setting.ts'
import { readSetting } from '../host/settingAccess.ts'

/** What a package for a peer will carry: settled in one snapshot, written from the same (decisions.md 29). */
type Shipment = {
  readonly peer: Peer
  readonly recipients: readonly Peer[]
  readonly serial: number
  readonly ranges: readonly ManifestRange[]
  readonly blobs: readonly string[]
  readonly chain: readonly string[]
}

export type ExportedPackage = {
  readonly id: string
  readonly file: string
  readonly serial: number
  /** In words: 1 次检查、3 个问题、9 件证据. */
  readonly records: string
  readonly changes: number
  readonly blobs: number
  readonly absent: readonly AbsentBlob[]
  readonly size: number
}

/** Lost here: the package goes without it and says so. `evidence`: the visible number of one that shows the file. */
export type AbsentBlob = { readonly sha256: string; readonly evidence: string | null }

/**
 * Writes the next package for a peer: all changes it has not been sent, its own left out, with the evidence they name. In a
 * channel of headquarters it is what waits, and what the peer is not known to have. Headquarters is always a recipient too.
 * Problems `sync.peerUnknown`, `sync.nothingNew`, `package.*`.
 */
export async function exportPackage(shipping: Shipping, to: string): Promise<ExportedPackage> {
  const { host, workspace, person } = shipping
  await workspace.store.write(async (tx) => {
    const { channel } = await getPeer(tx, to)
    if (channel === null) return
    // On a machine that is not certified yet nothing is said in a channel that another machine may be writing too.
    await ownLogChain(tx, workspace)
    await sayDown({ host, session: { workspace, person } }, tx, channel.birth.log)
  })
  const plan = (tx: ReadTx) => planShipment(tx, workspace, to, servedNumber)
  return writeShipment(shipping, { state: '待保存', plan })
}

/**
 * The same from the beginning of each log: what goes with an answer to a request, because nobody can say which of the
 * answers before it was ever accepted.
 */
export async function exportWhole(shipping: Shipping, to: string): Promise<ExportedPackage> {
  const plan = (tx: ReadTx) => planShipment(tx, shipping.workspace, to, async () => 0)
  return writeShipment(shipping, { state: '已写出', plan })
}

type Shipping = {
  readonly host: Host
  readonly workspace: UnlockedWorkspace
  /** Who hands it over. */
  readonly person: string
  readonly fileFor: (name: string) => string
  readonly report: JobReport
}

type Outgoing = {
  readonly state: PackageState
  readonly plan: (tx: ReadTx) => Promise<Shipment>
}

async function writeShipment(
  { host, workspace, fileFor, report }: Shipping,
  { state, plan }: Outgoing,
): Promise<ExportedPackage> {
  const { store } = workspace
  const shipment = await store.read(plan)
  const name = packageName(workspace, shipment)
  const file = fileFor(name)
  const { blobs, absent } = await sortBlobs(store, shipment.blobs)
  const madeAt = host.instant()
  const written = await store.read((tx) =>
    writeSyncPackage({
      file,
      manifest: {
        programVersion: host.programVersion,
        drill: workspace.drill,
        schemaVersion,
        madeAt,
        sender: { log: workspace.log, workspace: workspace.id, name: workspace.name, recipient: workspace.recipient },
        recipients: shipment.recipients.map(({ log, recipient }) => ({ log, recipient })),
        serial: shipment.serial,
        ranges: [...shipment.ranges],
        ...(absent.length > 0 && { absent: [...absent] }),
      },
      lines: () => linesOf(tx, shipment.ranges),
      blobs,
      signer: { privateKey: workspace.logKey, chain: shipment.chain },
      recipients: shipment.recipients.map(({ recipient }) => recipient),
      progress: (done, total) => report.progress(done, total, '写出数据包'),
      signal: report.signal,
    }),
  )
  const id = host.newId()
  const ranges = shipment.ranges.map(({ birth, from, to: last }) => ({ log: birth.log, from, to: last }))
  const records = await store.read((tx) => countRecords(tx, ranges))
  await store.write((tx) =>
    putPackage(tx, {
      id,
      direction: 'out',
      peer: shipment.peer.log,
      serial: shipment.serial,
      fileName: name,
      manifest: written.manifestSha256,
      ranges,
      records,
      madeAt,
      state,
    }),
  )
  return {
    id,
    file,
    serial: shipment.serial,
    records: recordWords(records),
    changes: written.manifest.changes.count,
    blobs: blobs.length,
    absent: await store.read((tx) => nameAbsent(tx, absent)),
    size: written.size,
  }
}

/** Up to which number of a log the peer has been served. */
type Served = (tx: ReadTx, peer: Peer, log: LogRow) => Promise<number>

/** Of a channel of headquarters what it is known to have is the measure, of any other log what was sent. */
async function servedNumber(tx: ReadTx, peer: Peer, log: LogRow): Promise<number> {
  const sent = await lastSentNumber(tx, peer.log, log.id)
  if (log.id !== peer.channel?.birth.log) return sent
  const { upTo, unconfirmed } = await heldBy(tx, peer.log, log.id)
  // Nothing new, and nothing that seems to be lost.
  return log.number <= sent && unconfirmed.length === 0 ? sent : upTo
}

async function planShipment(tx: ReadTx, workspace: UnlockedWorkspace, to: string, served: Served): Promise<Shipment> {
  const peer = await getPeer(tx, to)
  const ranges: ManifestRange[] = []
  for (const log of await listLogs(tx)) {
    if (!travelsTo(peer, log)) continue
    const range = await rangeFor(tx, workspace, { peer, log, from: (await served(tx, peer, log)) + 1 })
    if (range !== undefined) ranges.push(range)
  }
  if (ranges.length === 0) throw new Problem('sync.nothingNew', { peer: peer.name })
  const headquarters = (await peersOf(tx)).filter(({ kind, log }) => kind === '总部' && log !== to)
  return {
    peer,
    recipients: [peer, ...headquarters],
    serial: await nextSerial(tx, to),
    ranges,
    blobs: await blobsOf(tx, ranges.map(lineRange)),
    chain: await ownLogChain(tx, workspace),
  }
}

/**
 * A peer's own log never goes back to it. Headquarters' word goes down in the peer's channel only; between laptops the
 * channels go along, because they hold the roles by which a peer judges what it receives (electron/README §3).
 */
function travelsTo(peer: Peer, log: LogRow): boolean {
  if (log.id === peer.log) return false
  if (peer.channel !== null) return log.id === peer.channel.birth.log
  if (peer.kind === '总部') return log.kind !== 'headquarters'
  return true
}

async function rangeFor(
  tx: ReadTx,
  workspace: UnlockedWorkspace,
  { peer, log, from }: { readonly peer: Peer; readonly log: LogRow; readonly from: number },
): Promise<ManifestRange | undefined> {
  const head = await provenHead(tx, log)
  if (head === undefined) return undefined
  if (from > head.number) return undefined
  return {
    birth: birthOf(log),
    from,
    to: head.number,
    bodiesFrom: from,
    bodiesTo: head.number,
    head: head.hash,
    signedHead: head.signature,
    chain: isKnownTo(peer, log, from) ? [] : [...(await chainOf(tx, workspace, peer, log))],
  }
}

/** Who has the beginning of its channel has met the log that it is: only then does what is new stand alone. */
function isKnownTo({ channel }: Peer, { id }: LogRow, from: number): boolean {
  return channel?.birth.log === id && from > 1
}

/** Our own heads are signed now; a forwarded log goes up to a head that its own key signed. */
async function provenHead(tx: ReadTx, log: LogRow) {
  if (log.privateKey === null) return signedHeadOf(tx, log.id)
  if (log.number === 0) return undefined
  const head = { log: log.id, number: log.number, hash: log.head }
  return { ...head, signature: signHead(head, log.privateKey) }
}

async function chainOf(tx: ReadTx, workspace: UnlockedWorkspace, peer: Peer, log: LogRow): Promise<readonly string[]> {
  if (log.id === workspace.log) return ownLogChain(tx, workspace)
  if (log.id === peer.channel?.birth.log) return peer.channel.chain
  return (await readSetting(tx, 'chains'))?.[log.id] ?? []
}

function lineRange({ birth, from, to, bodiesFrom }: ManifestRange): LineRange {
  return { log: birth.log, from, to, bodiesFrom }
}

function linesOf(tx: ReadTx, ranges: readonly ManifestRange[]): AsyncIterable<ChangeLine> {
  return selectLines(tx, ranges.map(lineRange))
}

/** An original that was lost here keeps no other from being reported. */
async function sortBlobs(store: Store, named: readonly string[]) {
  const blobs: PackageBlob[] = []
  const absent: string[] = []
  for (const sha256 of named) {
    if (await store.blobs.has(sha256)) blobs.push(await openable(store, sha256))
    else absent.push(sha256)
  }
  return { blobs, absent }
}

async function openable(store: Store, sha256: string): Promise<PackageBlob> {
  return { sha256, size: await store.blobs.size(sha256), open: () => store.blobs.open(sha256) }
}

async function nameAbsent(tx: ReadTx, absent: readonly string[]): Promise<readonly AbsentBlob[]> {
  if (absent.length === 0) return []
  const numbers = new Map((await listRows(tx, 'evidence')).map(({ content, number }) => [content, number]))
  return absent.map((sha256) => ({ sha256, evidence: numbers.get(sha256) ?? null }))
}

/** Says from whom, to whom and which one, in at most 80 characters that every file system takes. */
function packageName(workspace: UnlockedWorkspace, { peer, serial }: Shipment): string {
  const part = (name: string) => Array.from(name).slice(0, 24).join('')
  return safeFileName(`${part(workspace.name)}_至${part(peer.name)}_第${serial}号.mcsync`)
}
