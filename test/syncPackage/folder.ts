import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

/** A new folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-package-'))
  folders.add(folder)
  return folder
}

const folders = new Set<string>()

afterEach(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  folders.clear()
})
