import { lacking } from './algorithms.ts'
import { packageWorks } from './packageWork.ts'
import { secretWorks } from './secretWork.ts'
import { signatureWorks } from './signatureWork.ts'
import type { Report, Work } from './work.ts'

export const works: readonly Work[] = [...secretWorks, ...signatureWorks, ...packageWorks]

type Shelf = {
  readonly folder: string
  readonly save: (json: string) => Promise<void>
  readonly load: () => Promise<string>
}

/** Makes everything and saves it, or opens everything that was saved; a work that fails does not stop the next. */
export async function doWorks(step: 'make' | 'open', { folder, save, load }: Shelf): Promise<Report> {
  const made = new Map<string, unknown>(
    step === 'open' ? Object.entries(JSON.parse(await load()) as Record<string, unknown>) : [],
  )
  const done: string[] = []
  const failed: Report['failed'][number][] = []
  for (const { name, make, open } of works) {
    try {
      if (step === 'make') made.set(name, await make(folder))
      else await open(made.get(name), folder)
      done.push(name)
    } catch (error) {
      failed.push({ name, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
    }
  }
  if (step === 'make') await save(JSON.stringify(Object.fromEntries(made)))
  return { versions: process.versions, lacks: await lacking(), done, failed }
}
