import type { ExportedPackage } from '../exchange/packageExport.ts'
import type { AcceptedImport, ImportPreview } from '../exchange/packageImport.ts'
import { carry, finished, handleOf, type Machine } from '../host/machine.ts'

type Told = Pick<ExportedPackage, 'serial' | 'changes' | 'blobs' | 'absent'>
type Exported = Told & { readonly ticket: string }
export type Sent = Told & { readonly file: string }

/** Writes the next package for a peer onto the stick. */
export async function send(from: Machine, to: string, stick: string): Promise<Sent> {
  const started = await from.client.sync.export({ to })
  const { ticket, serial, changes, blobs, absent } = await finished<Exported>(from.client, started)
  return { file: await carry(from, ticket, stick), serial, changes, blobs, absent }
}

/** Checks a package, looks at what it would do, and accepts it. */
export async function receive(at: Machine, file: string): Promise<ImportPreview> {
  const preview = await stage(at, file)
  await accept(at, preview.import)
  return preview
}

export async function accept(at: Machine, importId: string): Promise<void> {
  await finished<{ accepted: readonly AcceptedImport[] }>(at.client, await at.client.sync.accept({ import: importId }))
}

export async function stage(at: Machine, file: string): Promise<ImportPreview> {
  return finished<ImportPreview>(at.client, await at.client.sync.stage({ handle: await handleOf(at, file) }))
}
