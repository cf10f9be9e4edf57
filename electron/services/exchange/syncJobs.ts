import { basename } from 'node:path'
import * as z from 'zod'
import type { exportWritten } from '../../contract/sync.ts'
import { applyStaged } from '../../store/imports/importApply.ts'
import { findImport, wasAccepted } from '../../store/imports/importing.ts'
import type { JobContext } from '../host/door.ts'
import { openGiven, type GivenFile } from '../file/fileHandle.ts'
import type { JobReport } from '../job/job.ts'
import { exportPackage } from './packageExport.ts'
import { acceptPackage, previewImport, stagePackage, type AcceptedImport, type ImportPreview } from './packageImport.ts'
import { markSaved, takeBackUnsaved } from './packageWithdrawal.ts'

/** Packages out and in as jobs: what they are told, and how they go on where a process was stopped. */

export const exportSchema = z.object({ to: z.uuid() })

/** Writes the next package for a peer and offers it to the window. Problems of `exportPackage`. */
export async function exportForPeer(
  { host, session: { workspace } }: JobContext,
  { to }: z.infer<typeof exportSchema>,
  report: JobReport,
): Promise<z.infer<typeof exportWritten>> {
  const { store } = workspace
  await store.write((tx) => takeBackUnsaved(tx, to))
  const fileFor = (name: string) => host.files.outgoing(name)
  const { id, file, absent, ...written } = await exportPackage({ host, workspace, fileFor, report }, to)
  const fileName = basename(file)
  // Should that fail, the content goes with the next one too.
  const taken = () => store.write((tx) => markSaved(tx, id)).catch(() => undefined)
  const ticket = host.files.offer(file, fileName, taken)
  return { package: id, ...written, absent: [...absent], fileName, ticket }
}

/** Checks and stages a package; from its beginning again where it was cut short. Problems `package.*`, `file.expired`. */
export async function stageFile(context: JobContext, file: GivenFile, report: JobReport): Promise<ImportPreview> {
  const { path } = await openGiven(context.host.files, file)
  return stagePackage(context, path, report)
}

/** `package`: SHA-256 of the manifest; what was imported before is not staged any more. */
export const acceptanceSchema = z.object({ import: z.uuid(), package: z.string() })

/**
 * Accepts a staged package. One that was accepted before the process was stopped is told as accepted; others that waited
 * for it then wait for a person. Problem `package.waiting`.
 */
export async function acceptStaged(
  context: JobContext,
  { import: id, package: name }: z.infer<typeof acceptanceSchema>,
  report: JobReport,
): Promise<{ readonly accepted: readonly AcceptedImport[] }> {
  const { store } = context.session.workspace
  const row = await store.read((tx) => findImport(tx, id))
  if (row === undefined && (await store.read((tx) => wasAccepted(tx, name)))) return { accepted: [] }
  if (row === undefined || row.state === 'staging') return { accepted: await acceptPackage(context, id, report) }
  // Brought to its end at the unlock, or stuck: then it fails here for all to see.
  await applyStaged(store, id)
  return { accepted: [{ sender: row.sender, serial: row.serial, preview: await previewImport(context, id) }] }
}
