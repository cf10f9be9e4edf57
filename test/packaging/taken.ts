import { existsSync } from 'node:fs'
import { rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extractAll } from '@electron/asar'
import { filesUnder } from './packed.ts'

/**
 * Node alone cannot read inside an archive as Electron's does: takes app.asar apart into `folder`, where the packed program
 * runs from. Its native code stays where Electron would load it from, in app.asar.unpacked, and is linked to from here.
 */
export async function takeApart(packed: string, folder: string): Promise<void> {
  const resources = join(packed, 'resources')
  extractAll(join(resources, 'app.asar'), folder)
  const outside = join(resources, 'app.asar.unpacked')
  for (const file of await filesUnder(outside)) {
    await rm(join(folder, file))
    await symlink(join(outside, file), join(folder, file))
  }
}

/** Folders above this one that Node would look for modules in. */
export function modulesAbove(folder: string): readonly string[] {
  const above = dirname(folder)
  const here = join(above, 'node_modules')
  return [...(existsSync(here) ? [here] : []), ...(above === dirname(above) ? [] : modulesAbove(above))]
}
