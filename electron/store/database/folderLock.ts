import { stat } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { Problem } from '../../contract/problem/problem.ts'
import { hasCode } from '../folder/durable.ts'
import { workspacePaths } from '../folder/workspaceFolder.ts'

export type FolderLock = { readonly release: () => void }

/**
 * Keeps every other process, and a second opening in this one, out of the workspace until released; keep the result.
 * Problem `workspace.inUse`, `workspace.notFound` where there is no such folder.
 */
export async function lockWorkspace(folder: string): Promise<FolderLock> {
  if (!(await isFolder(folder))) throw new Problem('workspace.notFound', {})
  return lockFolder(folder)
}

/**
 * Locks any folder by a file `lock` in it. The lock is the operating system's, taken through SQLite, so it ends with the
 * process however that dies and can never be stale. Nothing in this process may open that file beside it: on POSIX
 * closing it would give the lock up. Problem `workspace.inUse`.
 */
export function lockFolder(folder: string): FolderLock {
  const database = new Database(workspacePaths(folder).lock, { timeout: 0 })
  try {
    // Nothing is ever written, so no journal need lie beside it.
    database.pragma('journal_mode=MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw hasCode(error, 'SQLITE_BUSY') ? new Problem('workspace.inUse', {}) : error
  }
  return { release: () => void database.close() }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory()
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}
