import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { importPreview } from '../contract/sync.ts'
import { Problem } from '../contract/problem.ts'
import type { Manifest } from '../contract/syncPackage.ts'
import { canonicalJson } from '../crypto/canonicalJson.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { refusalText } from '../domain/authorise.ts'
import { entityLabel } from '../domain/fieldLabel.ts'
import { isEventEntity, isRowEntity } from '../contract/catalogue.ts'
import {
  acceptImport,
  beginImport,
  dropImport,
  getImport,
  planImport,
  stageLines,
  unfinishedImports,
  type ImportPlan,
  type ImportRow,
} from '../store/importing.ts'
import { addLog } from '../store/log.ts'
import { missingSerials, putPackage } from '../store/localPackage.ts'
import { listEvents } from '../store/events.ts'
import type { ReadTx, Store, WriteTx } from '../store/store.ts'
import { readSyncPackage } from '../syncPackage/read.ts'
import type { WorkingContext } from './door.ts'
import { nameOf } from './finding.ts'
import type { JobReport } from './job.ts'
import { rememberPeer } from './peer.ts'
import { writeReceipt } from './receipt.ts'
import { judgeSender, type TrustedSender } from './senderTrust.ts'
import { readSetting, writeSetting } from './settingAccess.ts'

export type ImportPreview = z.infer<typeof importPreview>

/**
 * Reads and checks a whole package and stages it: invisible until accepted, gone when anything is off. Problems
 * `package.*`, `sync.notEnrolled`.
 */
export async function stagePackage(context: WorkingContext, file: string, report: JobReport): Promise<ImportPreview> {
  const { host, session } = context
  const { store, identity } = session.workspace
  const importId = host.newId()
  try {
    await readSyncPackage({
      file,
      identities: [identity],
      accept: {
        manifest: async (manifest, signature) => {
          const at = host.instant()
          const trusted = await store.read((tx) => judgeSender(tx, session.workspace, at, manifest, signature))
          await meetLogs(store, trusted)
          await beginImport(store, {
            id: importId,
            package: sha256Hex(canonicalJson(manifest)),
            sender: manifest.sender.log,
            serial: manifest.serial,
            manifest: canonicalJson(manifest),
          })
        },
        lines: (batch) => stageLines(store, importId, batch),
        blob: (entry, content) => stageBlob(store, importId, entry.sha256, content),
      },
      progress: (done, total) => report.progress(done, total, '检查数据包'),
      signal: report.signal,
    })
    return await previewImport(context, importId)
  } catch (error) {
    await dropStaged(store, importId)
    throw error
  }
}

export async function dropStaged(store: Store, importId: string): Promise<void> {
  await dropImport(store, importId)
  await store.blobs.dropStaged(importId)
}

export async function previewImport(context: WorkingContext, importId: string): Promise<ImportPreview> {
  const { store } = context.session.workspace
  const plan = await planImport(store, importId)
  return store.read(async (tx) => {
    const row = await getImport(tx, importId)
    const done = await wasAccepted(tx, row.package)
    const manifest = manifestOf(row)
    return {
      import: importId,
      state: done ? ('alreadyImported' as const) : plan.state,
      sender: manifest.sender.name,
      serial: row.serial,
      missingSerials: [...(await missingSerials(tx, row.sender, row.serial))],
      added: plan.added,
      updated: plan.updated,
      conflicts: plan.conflicts,
      unchanged: plan.unchanged,
      refused: await refusalsOf(tx, plan),
    }
  })
}

export type AcceptedImport = { readonly sender: string; readonly serial: number; readonly preview: ImportPreview }

/**
 * Accepts a staged package, then every waiting one that has become ready, in order (F4). A package accepted before is
 * dropped and changes nothing (F5). Problem `package.waiting`.
 */
export async function acceptPackage(
  context: WorkingContext,
  importId: string,
  report: JobReport,
): Promise<readonly AcceptedImport[]> {
  const accepted = [await acceptOne(context, importId, report)]
  for (let next = await nextReady(context); next !== undefined; next = await nextReady(context)) {
    accepted.push(await acceptOne(context, next, report))
  }
  return accepted
}

async function acceptOne(context: WorkingContext, importId: string, report: JobReport): Promise<AcceptedImport> {
  const { host, session } = context
  const { store } = session.workspace
  const preview = await previewImport(context, importId)
  const row = await store.read((tx) => getImport(tx, importId))
  if (preview.state === 'waiting') throw new Problem('package.waiting', { missing: preview.missingSerials })
  if (preview.state === 'alreadyImported') {
    await dropStaged(store, importId)
    return { sender: row.sender, serial: row.serial, preview }
  }
  const manifest = manifestOf(row)
  report.progress(0, manifest.changes.count, '写入')
  const acceptance = acceptanceOf(row, manifest, preview)
  await acceptImport(store, importId, {
    accepted: {
      log: session.workspace.log,
      operation: host.newId(),
      author: session.person,
      at: host.instant(),
      drafts: [{ entity: 'packageAccepted', id: host.newId(), set: acceptance }],
    },
  })
  await store.write(async (tx) => {
    await rememberSender(tx, manifest)
    await putPackage(tx, {
      id: host.newId(),
      direction: 'in',
      peer: row.sender,
      serial: row.serial,
      fileName: '',
      manifest: row.package,
      ranges: manifest.ranges.map(({ birth, from, to }) => ({ log: birth.log, from, to })),
      madeAt: manifest.madeAt,
      receivedAt: host.instant(),
      state: '已导入',
    })
    await writeReceipt(context, tx, acceptance)
  })
  report.progress(manifest.changes.count, manifest.changes.count, '完成')
  return { sender: row.sender, serial: row.serial, preview }
}

function acceptanceOf(row: ImportRow, manifest: Manifest, preview: ImportPreview) {
  return {
    package: row.package,
    sender: row.sender,
    serial: row.serial,
    changes: manifest.changes.count,
    blobs: manifest.blobs.length,
    refused: preview.refused.length,
  }
}

async function nextReady(context: WorkingContext): Promise<string | undefined> {
  const { store } = context.session.workspace
  for (const { id } of await unfinishedImports(store)) {
    const { state } = await previewImport(context, id)
    if (state === 'ready') return id
  }
  return undefined
}

/** What we hold already need not be written again. */
async function stageBlob(store: Store, importId: string, sha256: string, content: Readable): Promise<void> {
  if (await store.blobs.has(sha256)) return
  await store.blobs.stage(content, importId, { expectedSha256: sha256 })
}

async function meetLogs(store: Store, { newLogs }: TrustedSender): Promise<void> {
  if (newLogs.length === 0) return
  await store.write(async (tx) => {
    const chains = { ...(await readSetting(tx, 'chains')) }
    for (const { range, certified } of newLogs) {
      await addLog(tx, { birth: range.birth, kind: certified.kind === '检查组' ? 'other' : 'headquarters' })
      chains[range.birth.log] = range.chain
    }
    await writeSetting(tx, 'chains', chains)
  })
}

/** A team mate becomes a peer we can answer; headquarters' addresses come with enrolment only. */
async function rememberSender(tx: WriteTx, { sender }: Manifest): Promise<void> {
  const registration = await readSetting(tx, 'registration')
  if (registration === undefined || registration.headquarters.log === sender.log) return
  await rememberPeer(tx, {
    log: sender.log,
    name: sender.name,
    kind: '检查组',
    recipient: sender.recipient,
    channel: null,
  })
}

async function wasAccepted(tx: ReadTx, manifestSha256: string): Promise<boolean> {
  const events = await listEvents(tx, 'packageAccepted', {})
  return events.some((event) => event.package === manifestSha256)
}

async function refusalsOf(tx: ReadTx, plan: ImportPlan): Promise<ImportPreview['refused']> {
  return Promise.all(
    plan.refused.map(async ({ entity, id, author, reason }) => ({
      entity: isRowEntity(entity) || isEventEntity(entity) ? entityLabel(entity) : entity,
      id,
      author: await nameOf(tx, author ?? null),
      reason: refusalText(reason),
    })),
  )
}

function manifestOf(row: ImportRow): Manifest {
  // Written by this program from a manifest that its schema had passed.
  return JSON.parse(row.manifest) as Manifest
}
