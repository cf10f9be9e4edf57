import { newRecord } from '../host/newRecord.ts'
import type { Readable } from 'node:stream'
import { Problem } from '../../contract/problem/problem.ts'
import type { Manifest } from '../../contract/syncPackage.ts'
import { canonicalJson } from '../../crypto/canonicalJson.ts'
import { sha256Hex } from '../../crypto/hash.ts'
import {
  acceptImport,
  beginImport,
  dropImport,
  findCopies,
  getImport,
  stagedBlobs,
  stageLines,
  type ImportRow,
} from '../../store/imports/importing.ts'
import { addLog } from '../../store/change/addLog.ts'
import { putPackage } from '../../store/local/localPackage.ts'
import type { Store, WriteTx } from '../../store/store.ts'
import { countStagedRecords } from '../../store/imports/recordCounts.ts'
import {
  firstRecipient,
  type ImportPreview,
  type Introduction,
  isHeadquarters,
  manifestOf,
  newLogsOf,
  previewImport,
  trusted,
} from './importPreview.ts'
import { declinedDrafts } from './declining.ts'
import { readSyncPackage } from '../../syncPackage/read.ts'
import type { JobContext } from '../host/procedure.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { anchorsOf, certifiedLog } from '../trust/logCertificate.ts'
import { rememberPeer } from '../trust/peer.ts'
import { writeReceipt } from './receipt.ts'
import { judgeSender, judgeSigner, type NewLog } from '../trust/senderTrust.ts'
import { readSetting, writeSetting } from '../host/settingAccess.ts'

/**
 * Reads and checks a whole package and stages it: invisible until accepted, gone when anything is off. Problems
 * `package.*`, `sync.notEnrolled`.
 */
export async function stagePackage(
  context: JobContext,
  file: string,
  report: JobReport,
  introduction?: Introduction,
): Promise<ImportPreview> {
  const { host, session } = context
  const { store, identity } = session.workspace
  const importId = host.newId()
  try {
    await readSyncPackage({
      file,
      identities: [identity],
      accept: {
        signer: (signature) =>
          store.read(async (tx) => judgeSigner(signature, await trusted(tx, introduction), host.instant())),
        manifest: async (manifest, signature) => {
          const at = host.instant()
          const { name } = await store.read(async (tx) =>
            judgeSender(tx, session.workspace, {
              at,
              manifest,
              signature,
              anchors: await trusted(tx, introduction),
            }),
          )
          await beginImport(store, {
            id: importId,
            package: sha256Hex(canonicalJson(manifest)),
            sender: manifest.sender.log,
            serial: manifest.serial,
            // Kept and shown under the certified name: the one in the manifest is the sender's own word.
            manifest: canonicalJson({ ...manifest, sender: { ...manifest.sender, name } }),
          })
        },
        lines: (batch) => stageLines(store, importId, batch),
        blob: (entry, content) => stageBlob(store, importId, entry.sha256, content),
      },
      progress: (done, total) => report.progress(done, total, '检查数据包'),
      signal: report.signal,
    })
    await requireBlobs(store, importId)
    await dropCopies(store, importId)
    return await previewImport(context, importId, introduction)
  } catch (error) {
    await dropStaged(store, importId)
    throw error
  }
}

export async function dropStaged(store: Store, importId: string): Promise<void> {
  await dropImport(store, importId)
  await store.blobs.dropStaged(importId)
}

/** A package that was staged before and is read again takes the earlier copy's place. */
async function dropCopies(store: Store, importId: string): Promise<void> {
  const row = await store.read((tx) => getImport(tx, importId))
  for (const id of await store.read((tx) => findCopies(tx, row))) await dropStaged(store, id)
}

export type AcceptedImport = { readonly sender: string; readonly serial: number; readonly preview: ImportPreview }

/**
 * Accepts a staged package, then every waiting one that has become ready, in order. A package accepted before is
 * dropped and changes nothing. Problem `package.waiting`.
 */
export async function acceptPackage(
  context: JobContext,
  importId: string,
  report: JobReport,
  introduction?: Introduction,
): Promise<readonly AcceptedImport[]> {
  const { staged } = context.session.workspace
  // Whatever else lies staged and could be accepted now waits for its own decision.
  const waiting = new Map((await staged.waiting()).map((one) => [one.id, one]))
  const accepted: AcceptedImport[] = []
  for (
    let next: string | undefined = importId;
    next !== undefined;
    next = await staged.firstReady([...waiting.values()])
  ) {
    waiting.delete(next)
    accepted.push(await acceptOne(context, next, report, next === importId ? introduction : undefined))
  }
  return accepted
}

async function acceptOne(
  context: JobContext,
  importId: string,
  report: JobReport,
  introduction?: Introduction,
): Promise<AcceptedImport> {
  const { host, session } = context
  const { store } = session.workspace
  const preview = await previewImport(context, importId, introduction)
  const row = await store.read((tx) => getImport(tx, importId))
  if (preview.state === 'waiting') throw new Problem('package.waiting', { missing: preview.missingSerials })
  if (preview.state === 'alreadyImported') {
    await dropStaged(store, importId)
    if (introduction !== undefined) await store.write(introduction.keep)
    return { sender: row.sender, serial: row.serial, preview }
  }
  const manifest = manifestOf(row)
  report.progress(0, manifest.changes.count, '写入')
  const acceptance = acceptanceOf(row, manifest, preview)
  const declined = await store.read((tx) => declinedDrafts(context, tx, importId))
  await acceptImport(store, importId, {
    accepted: {
      log: session.workspace.log,
      operation: host.newId(),
      author: session.person,
      at: host.instant(),
      drafts: [
        { entity: 'packageAccepted', ...newRecord(context, { entity: 'packageAccepted' }), set: acceptance },
        ...declined,
      ],
    },
    before: async (tx) => {
      await introduction?.keep(tx)
      await meetLogs(tx, await newLogsOf(tx, row))
    },
    after: async (tx) => {
      await rememberSender(tx, manifest, row.createdAt)
      await noteArrival(context, tx, row, manifest)
      await writeReceipt(context, tx, acceptance)
    },
  })
  report.progress(manifest.changes.count, manifest.changes.count, '完成')
  return { sender: row.sender, serial: row.serial, preview }
}

async function noteArrival(context: JobContext, tx: WriteTx, row: ImportRow, manifest: Manifest): Promise<void> {
  const { host, session } = context
  const first = firstRecipient(manifest)
  const records = await countStagedRecords(tx, row.id)
  await putPackage(tx, {
    id: host.newId(),
    direction: 'in',
    peer: row.sender,
    serial: row.serial,
    fileName: '',
    manifest: row.package,
    ranges: manifest.ranges.map(({ birth, from, to }) => ({ log: birth.log, from, to })),
    records,
    madeAt: manifest.madeAt,
    forwardedFor: first === session.workspace.log ? undefined : first,
    receivedAt: host.instant(),
    state: '已导入',
  })
}

function acceptanceOf(row: ImportRow, manifest: Manifest, preview: ImportPreview) {
  return {
    package: row.package,
    sender: row.sender,
    serial: row.serial,
    changes: manifest.changes.count,
    blobs: manifest.blobs.length,
    refused: preview.kinds.refused,
    waiting: preview.future,
  }
}

/**
 * Every file that a body names is here, in the package, or declared lost by the sender: nothing goes missing on the way
 * without a word. Problem `package.evidenceMissing`.
 */
async function requireBlobs(store: Store, importId: string): Promise<void> {
  const { manifest, named } = await store.read(async (tx) => ({
    manifest: manifestOf(await getImport(tx, importId)),
    named: await stagedBlobs(tx, importId),
  }))
  const told = new Set([...manifest.blobs.map(({ sha256 }) => sha256), ...(manifest.absent ?? [])])
  for (const sha256 of named) {
    if (!told.has(sha256) && !(await store.blobs.has(sha256))) throw new Problem('package.evidenceMissing', {})
  }
}

/** What we hold already need not be written again. */
async function stageBlob(store: Store, importId: string, sha256: string, content: Readable): Promise<void> {
  if (await store.blobs.has(sha256)) return
  await store.blobs.stage(content, importId, { expectedSha256: sha256 })
}

async function meetLogs(tx: WriteTx, newLogs: readonly NewLog[]): Promise<void> {
  if (newLogs.length === 0) return
  const chains = { ...(await readSetting(tx, 'chains')) }
  for (const met of newLogs) {
    await addLog(tx, { birth: met.range.birth, kind: isHeadquarters(met) ? 'headquarters' : 'other' })
    chains[met.range.birth.log] = met.range.chain
  }
  await writeSetting(tx, 'chains', chains)
}

/** A team mate becomes a peer we can answer; headquarters' addresses come with enrolment only. */
async function rememberSender(tx: WriteTx, { sender }: Manifest, at: string): Promise<void> {
  if ((await readSetting(tx, 'registration')) === undefined) return
  // By its certificate: headquarters may write to us from a new machine, under a log we do not know.
  const chain = (await readSetting(tx, 'chains'))?.[sender.log] ?? []
  if (certifiedLog(chain, await anchorsOf(tx), at)?.kind !== '检查组') return
  await rememberPeer(tx, {
    log: sender.log,
    name: sender.name,
    kind: '检查组',
    recipient: sender.recipient,
    channel: null,
  })
}
