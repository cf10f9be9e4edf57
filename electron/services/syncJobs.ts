import { basename } from 'node:path'
import * as z from 'zod'
import type { exportWritten } from '../contract/sync.ts'
import { applyStaged } from '../store/importApply.ts'
import { getImport } from '../store/importing.ts'
import type { JobContext } from './door.ts'
import { openAgain } from './fileHandle.ts'
import type { JobReport } from './job.ts'
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
  const id = host.newId()
  const fileFor = (name: string) => host.files.outgoing(name)
  const { file, absent, ...written } = await exportPackage({ host, workspace, fileFor, report }, { id, to })
  const fileName = basename(file)
  const { serial, changes, blobs, size } = written
  // Should that fail, the content goes with the next one too.
  const taken = () => store.write((tx) => markSaved(tx, id)).catch(() => undefined)
  const ticket = host.files.offer(file, fileName, taken)
  return { package: id, serial, changes, blobs, absent: [...absent], size, fileName, ticket }
}

/** `path`: where the file lies that a person chose; null for an upload. */
export const stagingSchema = z.object({ handle: z.uuid(), path: z.string().nullable() })

/** Checks and stages a package; from its beginning again where it was cut short. Problems `package.*`, `file.expired`. */
export async function stageFile(
  context: JobContext,
  order: z.infer<typeof stagingSchema>,
  report: JobReport,
): Promise<ImportPreview> {
  const { path } = await openAgain(context.host.files, order)
  return stagePackage(context, path, report)
}

export const acceptanceSchema = z.object({ import: z.uuid() })

/**
 * Accepts a staged package. What was accepted before the process was stopped is brought to its end; others that waited for
 * it then wait for a person. Problem `package.waiting`.
 */
export async function acceptStaged(
  context: JobContext,
  { import: id }: z.infer<typeof acceptanceSchema>,
  report: JobReport,
): Promise<{ readonly accepted: readonly AcceptedImport[] }> {
  const { store } = context.session.workspace
  const { state, sender, serial } = await store.read((tx) => getImport(tx, id))
  if (state === 'staging') return { accepted: await acceptPackage(context, id, report) }
  await applyStaged(store, id)
  return { accepted: [{ sender, serial, preview: await previewImport(context, id) }] }
}
