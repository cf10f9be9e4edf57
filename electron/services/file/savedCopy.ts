import { createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../contract/problem/problem.ts'
import { randomBytes } from '../../crypto/hash.ts'
import { asDiskProblem, hasCode, renameDurably } from '../../store/folder/durable.ts'
import type { OfferedFile } from './downloadTicket.ts'

/**
 * Writes an offered file to a place that a person chose, whole or not at all: what lay there before stays until the new
 * one is complete and on the disk. Problems `disk.full`, `package.cannotWrite`.
 */
export async function saveCopy(file: OfferedFile, path: string): Promise<void> {
  // Beside it, so that the rename stays on one disk; short, because the name itself may be as long as names can be.
  const unfinished = join(dirname(path), `.mingcha-${randomBytes(6).toString('hex')}.part`)
  try {
    await pipeline(await contentOf(file), createWriteStream(unfinished, { flags: 'wx' }))
    await synced(unfinished)
    await renameDurably(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw isUnwritable(error) ? new Problem('package.cannotWrite', {}) : asDiskProblem(error)
  }
}

async function contentOf(file: OfferedFile) {
  return file.size === 0 ? [] : file.open(0, file.size - 1)
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isUnwritable(error: unknown): boolean {
  return hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EBUSY', 'EIO')
}
