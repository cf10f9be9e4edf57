import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Problem } from '../../contract/problem/problem.ts'
import { randomBytes } from '../../crypto/hash.ts'

/** Replaces a small file at once and for good: after a power cut there is the old one or the new one. Problem `disk.full`. */
export async function writeFileDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeAndSync(temporary, text)
    await renameDurably(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw asDiskProblem(error)
  }
}

/** Renames within a folder or between two folders of one disk and waits until the disk knows. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** Makes names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Problem `disk.full` for a disk or quota that is used up; every other error unchanged. */
export function asDiskProblem(error: unknown): unknown {
  return hasCode(error, 'ENOSPC', 'EDQUOT') ? new Problem('disk.full', {}) : error
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
