import { open, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../contract/problem/problem.ts'
import { encryptAge } from '../crypto/age.ts'
import { randomBytes, RunningHash, type HashResult } from '../crypto/hash.ts'
import { gathered, piecesOf } from '../crypto/byteStream.ts'
import { fileFault } from './fileFault.ts'

export type SealedFile = {
  readonly file: string
  readonly recipients: readonly string[]
  readonly plainSize: number
  readonly content: () => AsyncIterable<Uint8Array>
  /** Bytes written and read back, of about as many as there will be. */
  readonly progress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes content as an age file, all or nothing: beside its place under another name, synced, read back and compared,
 * then renamed. The read-back goes through the operating system, which may answer from its cache: it finds what was
 * changed on the way to the file, and what a removed or lying medium lost as far as the system asks the medium again.
 * Problems `package.noSpace`, `package.notVerified`, `package.mediumLimit`, `package.cannotWrite`, `disk.full`,
 * `job.cancelled`; whatever happens, no part of the file is left behind.
 */
export async function writeSealedFile(wanted: SealedFile): Promise<HashResult> {
  const { file, progress, signal } = wanted
  // Not derived from the file's name: 80 Chinese characters and a suffix are longer than a file system takes.
  const part = join(dirname(file), `.mingcha-${randomBytes(8).toString('hex')}.part`)
  const size = sealedSize(wanted.plainSize, wanted.recipients.length)
  const count = counter((done) => progress?.(Math.min(done, 2 * size), 2 * size))
  try {
    await assertSpace(dirname(file), size)
    const written = await writePart(part, wanted, count)
    const found = await hashFile(part, { count, signal })
    if (found.sha256 !== written.sha256 || found.size !== written.size) throw new Problem('package.notVerified', {})
    signal?.throwIfAborted()
    await rename(part, file)
    await syncFolder(dirname(file))
    progress?.(2 * size, 2 * size)
    return written
  } catch (error) {
    // What went wrong first is what is told; on a medium that is gone nothing can be removed, nor is anything left.
    await rm(part, { force: true }).catch(() => undefined)
    throw fileFault(error, 'writing', signal)
  }
}

/** About the bytes an age file has: header, nonce, and a tag for each chunk of 64 KiB (age-encryption.org/v1). */
function sealedSize(plainSize: number, recipients: number): number {
  return plainSize + 16 * Math.max(1, Math.ceil(plainSize / 65_536)) + 110 * recipients + 100
}

/** Room for the file and a tenth more: a stick that is full to the brim fails later, and worse. */
async function assertSpace(folder: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const needed = Math.ceil(size * 1.1)
  const free = bavail * bsize
  if (free < needed) throw new Problem('package.noSpace', { needed, free })
}

type Count = (bytes: number) => void

function counter(report: (done: number) => void): Count {
  let done = 0
  return (bytes) => report((done += bytes))
}

async function writePart(part: string, wanted: SealedFile, count: Count): Promise<HashResult> {
  const { content, recipients, signal } = wanted
  const handle = await open(part, 'wx', 0o600)
  try {
    const hash = new RunningHash()
    for await (const chunk of gathered(encryptAge(recipients)(content()), writtenAtOnce)) {
      signal?.throwIfAborted()
      hash.update(chunk)
      await handle.writeFile(chunk)
      count(chunk.length)
    }
    await handle.sync()
    return hash.result()
  } finally {
    await handle.close()
  }
}

/** Bytes: every write waits for a turn of another thread. */
const writtenAtOnce = 256 * 1024

type Watch = { readonly count: Count; readonly signal: AbortSignal | undefined }

export async function hashFile(file: string, { count, signal }: Watch): Promise<HashResult> {
  const hash = new RunningHash()
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    let read = 0
    for await (const chunk of piecesOf(handle, { reused: true })) {
      signal?.throwIfAborted()
      hash.update(chunk)
      count(chunk.length)
      read += chunk.length
      // One that grows while it is read would never end, and is not what was written.
      if (read > size) break
    }
    return hash.result()
  } finally {
    await handle.close()
  }
}

/** So that the new name survives a power cut; Windows does not open folders, and journals names itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
