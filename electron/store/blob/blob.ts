import { open as openFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { isProblem, Problem } from '../../contract/problem/problem.ts'
import { blobName, blobPlainSize, decryptBlob, decryptRange } from '../../crypto/blob.ts'
import { hashed, RunningHash } from '../../crypto/hash.ts'
import { deriveKey } from '../../crypto/keySlot.ts'
import { piecesOf } from '../../crypto/byteStream.ts'
import { type BlobFolder, openBlobFolder } from './blobFolder.ts'
import { type BlobPutOptions, type BlobReceived, type BlobSource, receiveBlob } from './blobIntake.ts'
import { hasCode } from '../folder/durable.ts'

/**
 * The originals of evidence and other files that changes name, by the SHA-256 of their bytes. Encrypted on disk, written
 * once, verified on read; no plaintext ever reaches the disk. A file that was being written when the process died is
 * removed at the next opening.
 */
export type BlobStore = {
  /**
   * Takes a file in: hashed and encrypted while it streams, on disk for good when the promise resolves. `existed`: the
   * same bytes were held already and nothing was written (a damaged copy is replaced by the good one). Problem
   * `evidence.empty`, `evidence.unreadable` (a path that cannot be read), `blob.damaged` (not the expected hash), `disk.full`.
   */
  readonly put: (source: BlobSource, options?: BlobPutOptions) => Promise<BlobReceived & { readonly existed: boolean }>
  /** As `put`, but kept apart for an import until that is accepted or dropped. Problems as of `put`. */
  readonly stage: (source: BlobSource, importId: string, options?: BlobPutOptions) => Promise<BlobReceived>
  /** Moves what an import brought to the others. Can be repeated after a kill. */
  readonly adoptStaged: (importId: string) => Promise<void>
  readonly dropStaged: (importId: string) => Promise<void>
  /** Imports that have staged blobs, whether or not the database knows of them. */
  readonly stagedImports: () => Promise<readonly string[]>
  readonly hasStaged: (importId: string, sha256: string) => Promise<boolean>
  /** The plain bytes; fails with Problem `blob.damaged` before the end where they are not what the name says. */
  readonly open: (sha256: string) => Promise<Readable>
  /** The same in memory of their own, which may be transferred to another thread. */
  readonly read: (sha256: string) => Promise<Uint8Array<ArrayBuffer>>
  /** Bytes from `start` up to, not including, `end`. Each chunk is authenticated; the hash of the whole is not asked. */
  readonly openRange: (sha256: string, start: number, end: number) => Promise<Readable>
  /** Size of the plain bytes. Problem `evidence.absent`. */
  readonly size: (sha256: string) => Promise<number>
  readonly has: (sha256: string) => Promise<boolean>
  /** Reads and hashes everything; false where it is absent or damaged. */
  readonly verify: (sha256: string) => Promise<boolean>
  /** Names of the files held, in no order; `nameOf` tells which hash has which name. */
  readonly list: () => Promise<readonly string[]>
  readonly nameOf: (sha256: string) => string
}

/** Opens the blobs of a workspace folder that this process has locked. */
export async function openBlobStore(options: {
  readonly folder: string
  readonly workspaceKey: Uint8Array
}): Promise<BlobStore> {
  const nameKey = deriveKey(options.workspaceKey, 'blob-name')
  const key = deriveKey(options.workspaceKey, 'blob')
  const files = await openBlobFolder(options.folder)
  const nameOf = (sha256: string): string => blobName(nameKey, checkHash(sha256))
  const vault: Vault = { files, key, nameOf, pathOf: (sha256) => files.pathOf(nameOf(sha256)) }
  const intake = { folder: files.staging, key, nameOf }
  return {
    put: async (source, given) => {
      const { path, received } = await receiveBlob(intake, source, given)
      const existed = await files.publish(path, nameOf(received.sha256), () => verify(vault, received.sha256))
      return { ...received, existed }
    },
    stage: async (source, importId, given) => {
      const { path, received } = await receiveBlob(intake, source, given)
      await files.keepFor(importId, path, nameOf(received.sha256))
      return received
    },
    adoptStaged: (importId) => files.adopt(importId),
    dropStaged: (importId) => files.drop(importId),
    stagedImports: () => files.imports(),
    hasStaged: async (importId, sha256) => (await sizeOnDisk(files.stagedPath(importId, nameOf(sha256)))) !== undefined,
    open: (sha256) => open(vault, sha256),
    read: (sha256) => read(vault, sha256),
    openRange: (sha256, start, end) => openRange(vault, sha256, start, end),
    size: async (sha256) => blobPlainSize(await presentSize(vault, sha256)),
    has: async (sha256) => (await sizeOnDisk(vault.pathOf(sha256))) !== undefined,
    verify: (sha256) => verify(vault, sha256),
    list: () => files.list(),
    nameOf,
  }
}

type Vault = {
  readonly files: BlobFolder
  readonly key: Uint8Array
  readonly nameOf: (sha256: string) => string
  readonly pathOf: (sha256: string) => string
}

async function open(vault: Vault, sha256: string): Promise<Readable> {
  await presentSize(vault, sha256)
  return Readable.from(readWhole(vault, sha256), { objectMode: false })
}

async function read(vault: Vault, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(blobPlainSize(await presentSize(vault, sha256)))
  let length = 0
  for await (const piece of readWhole(vault, sha256)) {
    bytes.set(piece, length)
    length += piece.length
  }
  return bytes
}

/** A blob moved under another one's name still decrypts; only the hash of its bytes tells. */
async function* readWhole(vault: Vault, sha256: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openPresent(vault, sha256)
  const hash = new RunningHash()
  try {
    yield* hashed(decryptBlob(vault.key)(piecesOf(handle, { reused: true })), hash)
  } finally {
    await handle.close()
  }
  if (hash.result().sha256 !== sha256) throw new Problem('blob.damaged', {})
}

async function openRange(vault: Vault, sha256: string, start: number, end: number): Promise<Readable> {
  const size = await presentSize(vault, sha256)
  const plainSize = blobPlainSize(size)
  if (!(start >= 0 && start <= end && end <= plainSize)) throw new RangeError('the range lies outside the blob')
  return Readable.from(readRange(vault, { sha256, size, start, end }), { objectMode: false })
}

async function* readRange(
  vault: Vault,
  range: { readonly sha256: string; readonly size: number; readonly start: number; readonly end: number },
): AsyncGenerator<Buffer, void, undefined> {
  const handle = await openPresent(vault, range.sha256)
  try {
    const readAt = async (offset: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    }
    yield* decryptRange({ ...range, key: vault.key, readAt })
  } finally {
    await handle.close()
  }
}

async function verify(vault: Vault, sha256: string): Promise<boolean> {
  try {
    for await (const _ of await open(vault, sha256));
    return true
  } catch (error) {
    if (isProblem(error) && (error.kind === 'blob.damaged' || error.kind === 'evidence.absent')) return false
    throw error
  }
}

async function openPresent(vault: Vault, sha256: string) {
  try {
    return await openFile(vault.pathOf(sha256), 'r')
  } catch (error) {
    throw hasCode(error, 'ENOENT') ? new Problem('evidence.absent', {}) : error
  }
}

async function presentSize(vault: Vault, sha256: string): Promise<number> {
  const size = await sizeOnDisk(vault.pathOf(sha256))
  if (size === undefined) throw new Problem('evidence.absent', {})
  return size
}

async function sizeOnDisk(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function checkHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a blob is named by 64 lowercase hex digits')
  return sha256
}
