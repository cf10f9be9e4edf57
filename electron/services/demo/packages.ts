import type { ExportedPackage } from '../package/packageExport.ts'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { carry, finished, handleOf, type Machine } from '../machine.ts'

type Told = Pick<ExportedPackage, 'serial' | 'changes' | 'blobs' | 'absent'>
export type Sent = Told & { readonly file: string }

/** Writes the next package for a peer onto the stick. */
export async function send(from: Machine, to: string, stick: string): Promise<Sent> {
  const started = await from.client.sync.export({ to })
  const { ticket, serial, changes, blobs, absent } = await finished(from.client, started)
  return { file: await carry(from, ticket, stick), serial, changes, blobs, absent }
}

/** Checks a package, looks at what it would do, and accepts it. */
export async function receive(at: Machine, file: string): Promise<JobResult<'sync.stage'>> {
  const preview = await stage(at, file)
  await accept(at, preview.import)
  return preview
}

export async function accept(at: Machine, importId: string): Promise<void> {
  await finished(at.client, await at.client.sync.accept({ import: importId }))
}

export async function stage(at: Machine, file: string): Promise<JobResult<'sync.stage'>> {
  return finished(at.client, await at.client.sync.stage({ handle: await handleOf(at, file) }))
}
