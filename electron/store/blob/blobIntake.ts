import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { Problem } from '../../contract/problem/problem.ts'
import { encryptBlob } from '../../crypto/blob.ts'
import { hashed, type HashResult, randomBytes, RunningHash } from '../../crypto/hash.ts'
import { gathered, piecesOf } from '../../crypto/byteStream.ts'
import { asDiskProblem } from '../folder/durable.ts'

/** A path is opened and read only; a stream may bring its own errors, which pass unchanged. */
export type BlobSource = Readable | Uint8Array | { readonly path: string }

export type BlobPutOptions = {
  readonly expectedSha256?: string
  /** Stops the intake; nothing stays behind and the promise rejects with the signal's AbortError. */
  readonly signal?: AbortSignal
  /** Plain bytes taken in so far. */
  readonly onProgress?: (bytes: number) => void
}

/** SHA-256 of the original in hex, and its size. */
export type BlobReceived = HashResult

/** Ending of files that are being written; what carries it at an opening was left by a killed intake. */
export const partSuffix = '.part'

/** Writes the encrypted blob into the staging folder, on disk for good; on any failure nothing stays there. */
export async function receiveBlob(
  to: { readonly folder: string; readonly key: Uint8Array },
  source: BlobSource,
  options: BlobPutOptions = {},
): Promise<{ readonly path: string; readonly received: BlobReceived }> {
  const path = join(to.folder, `${randomBytes(12).toString('hex')}${partSuffix}`)
  try {
    const received = await writePart(path, to.key, source, options)
    if (received.size === 0) throw new Problem('evidence.empty', {})
    const { expectedSha256 } = options
    if (expectedSha256 !== undefined && expectedSha256 !== received.sha256) throw new Problem('blob.damaged', {})
    return { path, received }
  } catch (error) {
    await rm(path, { force: true })
    throw asDiskProblem(error)
  }
}

async function writePart(
  path: string,
  key: Uint8Array,
  source: BlobSource,
  options: BlobPutOptions,
): Promise<BlobReceived> {
  const handle = await open(path, 'wx', 0o600)
  try {
    return await writeEncrypted(handle, key, source, options)
  } finally {
    await handle.close()
  }
}

async function writeEncrypted(
  handle: FileHandle,
  key: Uint8Array,
  source: BlobSource,
  { signal, onProgress }: BlobPutOptions,
): Promise<BlobReceived> {
  const hash = new RunningHash()
  // The signal ends the source: waiting for one that hangs would never end.
  const plain = hashed(count(readable(source, signal), onProgress), hash)
  for await (const bytes of gathered(encryptBlob(key)(plain), writtenAtOnce)) await handle.writeFile(bytes)
  await handle.sync()
  return hash.result()
}

/** Bytes: every write waits for a turn of another thread, so a few chunks go together. */
const writtenAtOnce = 256 * 1024

async function* count(
  source: AsyncIterable<Uint8Array>,
  onProgress: BlobPutOptions['onProgress'],
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0
  for await (const chunk of source) {
    yield chunk
    bytes += chunk.length
    onProgress?.(bytes)
  }
}

function readable(source: BlobSource, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  signal?.throwIfAborted()
  if (source instanceof Uint8Array) return Readable.from([source], { objectMode: false })
  if (source instanceof Readable) return signal === undefined ? source : addAbortSignal(signal, source)
  return readPath(source.path, signal)
}

/** Problem `evidence.unreadable`. */
export async function* readPath(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, 'r').catch(asUnreadable)
  try {
    const pieces = piecesOf(file)
    for (
      let next = await pieces.next().catch(asUnreadable);
      next.done !== true;
      next = await pieces.next().catch(asUnreadable)
    ) {
      signal?.throwIfAborted()
      yield next.value
    }
  } finally {
    await file.close()
  }
}

function asUnreadable(): never {
  throw new Problem('evidence.unreadable', {})
}
