import { basename } from 'node:path'
import * as z from 'zod'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { applyStaged } from '../../store/imports/importApply.ts'
import { findImport, wasAccepted } from '../../store/imports/importing.ts'
import type { JobContext } from '../host/procedure.ts'
import { defineJob } from '../host/startJob.ts'
import { givenFileSchema, openGiven, type GivenFile } from '../file/fileHandle.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { exportPackage } from '../package/packageExport.ts'
import { type ImportPreview, previewImport } from '../package/importPreview.ts'
import { acceptPackage, stagePackage } from '../package/packageImport.ts'
import { markSaved, withdrawUnsaved } from '../package/packageWithdrawal.ts'

/** Packages out and in as jobs: what they are told, and how they go on where a process was stopped. */

const exportSchema = z.object({ to: z.uuid() })

export const exportJob = defineJob('sync.export', exportSchema, exportForPeer)

/** Writes the next package for a peer and offers it to the window. Problems of `exportPackage`. */
async function exportForPeer(
  { host, session: { workspace, person } }: JobContext,
  { to }: z.infer<typeof exportSchema>,
  report: JobReport,
): Promise<JobResult<'sync.export'>> {
  const { store } = workspace
  await store.write((tx) => withdrawUnsaved(tx, to))
  const fileFor = (name: string) => host.files.outgoing(name)
  const { id, file, absent, ...written } = await exportPackage({ host, workspace, person, fileFor, report }, to)
  const fileName = basename(file)
  // Should that fail, the content goes with the next one too.
  const taken = () => store.write((tx) => markSaved(tx, id)).catch(() => undefined)
  const ticket = host.files.offer(file, fileName, taken)
  return { package: id, ...written, absent, fileName, ticket }
}

export const stageJob = defineJob('sync.stage', givenFileSchema, stageFile)

/** Checks and stages a package; from its beginning again where it was cut short. Problems `package.*`, `file.expired`. */
async function stageFile(context: JobContext, file: GivenFile, report: JobReport): Promise<ImportPreview> {
  const { path } = await openGiven(context.host.files, file)
  return stagePackage(context, path, report)
}

/** `package`: SHA-256 of the manifest; what was imported before is not staged any more. */
const acceptanceSchema = z.object({ import: z.uuid(), package: z.string() })

export const acceptJob = defineJob('sync.accept', acceptanceSchema, acceptStaged)

/**
 * Accepts a staged package. One that was accepted before the process was stopped is told as accepted; others that waited
 * for it then wait for a person. Problem `package.waiting`.
 */
async function acceptStaged(
  context: JobContext,
  { import: id, package: name }: z.infer<typeof acceptanceSchema>,
  report: JobReport,
): Promise<JobResult<'sync.accept'>> {
  const { store } = context.session.workspace
  const row = await store.read((tx) => findImport(tx, id))
  if (row === undefined && (await store.read((tx) => wasAccepted(tx, name)))) return { accepted: [] }
  if (row === undefined || row.state === 'staging') return { accepted: await acceptPackage(context, id, report) }
  // Brought to its end at the unlock, or stuck: then it fails here for all to see.
  await applyStaged(store, id)
  return { accepted: [{ sender: row.sender, serial: row.serial, preview: await previewImport(context, id) }] }
}

export const syncJobs = { 'sync.export': exportJob, 'sync.stage': stageJob, 'sync.accept': acceptJob }
