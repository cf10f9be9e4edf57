import type { z } from 'zod'
import { type IncomingKind, incomingKinds, openKinds } from '../../contract/exchange/incoming.ts'
import type { importPreview } from '../../contract/exchange/sync.ts'
import type { Manifest } from '../../contract/syncPackage.ts'
import type { CertificateDer } from '../../crypto/certificate/certificate.ts'
import { recordWords } from '../../domain/recordWords.ts'
import { choicesOf } from '../../store/imports/choices.ts'
import { getImport, type ImportRow, wasAccepted } from '../../store/imports/importing.ts'
import type { ImportPlan } from '../../store/imports/importPlan.ts'
import { countStagedRecords } from '../../store/imports/recordCounts.ts'
import { missingSerials } from '../../store/local/localPackage.ts'
import type { ReadTx, Store, WriteTx } from '../../store/store.ts'
import type { JobContext } from '../host/procedure.ts'
import { anchorsOf } from '../trust/logCertificate.ts'
import { proveNewLogs, type NewLog } from '../trust/senderTrust.ts'
import { viewDisplaced, viewRefused } from './refusedChanges.ts'

/** What a staged package is and what accepting it would do, in words (electron/README §3). */

export type ImportPreview = z.infer<typeof importPreview>

/** What an enrolment brings with its first package: whom to trust, and what is kept with the acceptance or not at all. */
export type Introduction = {
  readonly anchors: readonly CertificateDer[]
  readonly keep: (tx: WriteTx) => Promise<void>
}

export async function previewImport(
  context: JobContext,
  importId: string,
  introduction?: Introduction,
): Promise<ImportPreview> {
  const { workspace } = context.session
  const { store, staged } = workspace
  const plan = await staged.plan(importId, await meetingIn(store, importId, introduction))
  return store.read(async (tx) => {
    const row = await getImport(tx, importId)
    const choices = await choicesOf(tx, importId)
    const done = await wasAccepted(tx, row.package)
    const manifest = manifestOf(row)
    return {
      import: importId,
      state: done ? ('alreadyImported' as const) : plan.state,
      sender: manifest.sender.name,
      serial: row.serial,
      missingSerials: plan.state === 'waiting' ? await missingBefore(tx, workspace.log, row) : [],
      records: recordWords(await countStagedRecords(tx, importId)),
      added: plan.added,
      updated: plan.updated,
      conflicts: plan.conflicts,
      unchanged: plan.unchanged,
      kinds: kindsOf(plan),
      declined: [...choices.values()].filter(({ choice }) => choice === 'declined').length,
      open: openKinds.flatMap((kind) => plan.rows[kind] ?? []).filter((name) => !choices.has(name)).length,
      refused: await viewRefused(tx, plan.refused.slice(0, mostShown)),
      displaced: await viewDisplaced(tx, plan.displaced.slice(0, mostShown)),
      future: plan.future,
      invalid: plan.invalid,
    }
  })
}

/** Logs of headquarters that accepting would make known here. */
export async function meetingIn(
  store: Store,
  importId: string,
  introduction?: Introduction,
): Promise<readonly string[]> {
  const newLogs = await store.read(async (tx) => newLogsOf(tx, await getImport(tx, importId), introduction))
  return newLogs.filter(isHeadquarters).map(({ certified }) => certified.log)
}

/** Of what is listed in words in the preview itself; all of it is read in pages. */
const mostShown = 100

function kindsOf({ rows, refused }: ImportPlan) {
  const counts = incomingKinds.map((kind) => [kind, kind === 'refused' ? refused.length : (rows[kind]?.length ?? 0)])
  return Object.fromEntries(counts) as Record<IncomingKind, number>
}

/** Judged by the moment it was checked here: a certificate that runs out while a package waits takes nothing back. */
export async function newLogsOf(tx: ReadTx, row: ImportRow, introduction?: Introduction): Promise<readonly NewLog[]> {
  return proveNewLogs(tx, row.createdAt, manifestOf(row), await trusted(tx, introduction))
}

export async function trusted(tx: ReadTx, introduction: Introduction | undefined): Promise<readonly CertificateDer[]> {
  return introduction?.anchors ?? anchorsOf(tx)
}

/** Serials run per sender and first recipient: of a package for someone else we cannot say which ones we lack. */
async function missingBefore(tx: ReadTx, own: string, row: ImportRow): Promise<number[]> {
  if (firstRecipient(manifestOf(row)) !== own) return []
  return [...(await missingSerials(tx, row.sender, row.serial))]
}

export function firstRecipient({ recipients }: Manifest): string | undefined {
  return recipients[0]?.log
}

export function isHeadquarters({ certified }: NewLog): boolean {
  return certified.kind !== '检查组'
}

export function manifestOf(row: ImportRow): Manifest {
  // Written by this program from a manifest that its schema had passed.
  return JSON.parse(row.manifest) as Manifest
}
