import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isProblem } from '../../contract/problem/problem.ts'
import { randomBytes } from '../../crypto/hash.ts'
import { hasCode } from '../../store/folder/durable.ts'
import { lockFolder, type FolderLock } from '../../store/database/folderLock.ts'

/** A folder of this process for files on their way in or out; gone when it is cleared, or at the next start after a kill. */
export type TransferFolder = {
  /** The folder, made when first asked for. */
  readonly path: () => string
  /** A place for one file of this name; two of the same name do not meet. */
  readonly placeFor: (name: string) => string
  readonly clear: () => Promise<void>
}

/** Also removes what killed processes have left in the data folder. */
export function createTransferFolder(dataFolder: string): TransferFolder {
  const root = join(dataFolder, '.transfer')
  removeAbandoned(root)
  let own: { readonly path: string; readonly lock: FolderLock } | undefined

  function path(): string {
    own ??= makeOwn(root)
    return own.path
  }
  return {
    path,
    placeFor: (name) => {
      const folder = join(path(), randomName())
      mkdirSync(folder, { mode: 0o700 })
      return join(folder, basename(name))
    },
    clear: async () => {
      const left = own
      own = undefined
      left?.lock.release()
      if (left !== undefined) await rm(left.path, { recursive: true, force: true })
    },
  }
}

function makeOwn(root: string) {
  const path = join(root, randomName())
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return { path, lock: lockFolder(path) }
}

/** A folder whose lock is free belongs to no living process. */
function removeAbandoned(root: string): void {
  for (const name of namesIn(root)) {
    const path = join(root, name)
    try {
      lockFolder(path).release()
    } catch (error) {
      if (isProblem(error)) continue
      throw error
    }
    rmSync(path, { recursive: true, force: true })
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

function randomName(): string {
  return randomBytes(12).toString('hex')
}
