import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { partSuffix } from './blobIntake.ts'
import { asDiskProblem, hasCode, renameDurably, syncFolder } from '../folder/durable.ts'
import { workspacePaths } from '../folder/workspaceFolder.ts'

/** Where finished blobs lie and how they get there; knows names, not contents. */
export type BlobFolder = {
  /** For files being written, and a folder for each import that waits. */
  readonly staging: string
  readonly pathOf: (name: string) => string
  readonly stagedPath: (importId: string, name: string) => string
  /** Gives a finished part its name. True where an intact one had it, the part is then removed. */
  readonly publish: (part: string, name: string, isIntact: () => Promise<boolean>) => Promise<boolean>
  readonly keepFor: (importId: string, part: string, name: string) => Promise<void>
  readonly adopt: (importId: string) => Promise<void>
  readonly drop: (importId: string) => Promise<void>
  readonly imports: () => Promise<readonly string[]>
  readonly list: () => Promise<readonly string[]>
}

/** Opens the folder and removes the parts of intakes that were killed. */
export async function openBlobFolder(workspaceFolder: string): Promise<BlobFolder> {
  const { blobs, staging } = workspacePaths(workspaceFolder)
  await mkdir(blobs, { recursive: true, mode: 0o700 })
  await mkdir(staging, { recursive: true, mode: 0o700 })
  await removeParts(staging)
  const inTurn = queue()
  const pathOf = (name: string): string => join(blobs, name.slice(0, 2), name)
  const importFolder = (importId: string): string => join(staging, checkImportId(importId))
  return {
    staging,
    pathOf,
    stagedPath: (importId, name) => join(importFolder(importId), name),
    publish: (part, name, isIntact) => inTurn(() => orRemove(part, () => publish(part, pathOf(name), isIntact))),
    keepFor: (importId, part, name) => orRemove(part, async () => moveTo(part, join(importFolder(importId), name))),
    adopt: (importId) => inTurn(() => adopt(importFolder(importId), pathOf)),
    drop: (importId) => rm(importFolder(importId), { recursive: true, force: true }),
    imports: async () => (await namesIn(staging)).filter((name) => !name.endsWith(partSuffix)),
    list: async () => (await Promise.all((await namesIn(blobs)).map((fan) => namesIn(join(blobs, fan))))).flat(),
  }
}

/** A part that does not get its name must not stay. */
async function orRemove<T>(part: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    await rm(part, { force: true })
    throw asDiskProblem(error)
  }
}

async function publish(part: string, target: string, isIntact: () => Promise<boolean>): Promise<boolean> {
  if ((await exists(target)) && (await isIntact())) {
    await rm(part)
    return true
  }
  await moveTo(part, target)
  return false
}

/** A blob that is here already is overwritten by the same bytes, which were verified when they were staged. */
async function adopt(folder: string, pathOf: (name: string) => string): Promise<void> {
  // Most packages bring no files; what asks the disk in another thread takes as long as all the rest of a small one.
  if (!existsSync(folder)) return
  try {
    for (const name of await namesIn(folder)) await moveTo(join(folder, name), pathOf(name))
  } catch (error) {
    throw asDiskProblem(error)
  }
  await rm(folder, { recursive: true, force: true })
}

async function moveTo(path: string, target: string): Promise<void> {
  const folder = join(target, '..')
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(join(folder, '..'))
  await renameDurably(path, target)
}

async function removeParts(staging: string): Promise<void> {
  for (const name of await namesIn(staging)) {
    if (name.endsWith(partSuffix)) await rm(join(staging, name), { force: true })
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** One after the other: two intakes of the same bytes must not both find that nothing is there. */
function queue(): <T>(step: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (step) => {
    const next = last.then(step)
    last = next.catch(() => undefined)
    return next
  }
}

/** Import ids become folder names. */
function checkImportId(importId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(importId)) throw new TypeError('an import is named by a UUID')
  return importId
}
