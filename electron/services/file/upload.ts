import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { decryptBlob } from '../../crypto/blob.ts'
import { randomBytes } from '../../crypto/hash.ts'
import { detectionLength, detectMediaType } from '../../picture/mediaType.ts'
import { receiveBlob } from '../../store/blob/blobIntake.ts'
import { asDiskProblem } from '../../store/folder/durable.ts'

/**
 * A file that a browser sent. Evidence must never lie on disk as plaintext, so it is encrypted under a key that dies with
 * the process; only an age file, which is sealed already, is kept as it came, because its readers ask for a path.
 */
export type Upload = {
  readonly path: string
  readonly sealed: boolean
  readonly size: number
  readonly mediaType: string
}

/** On any failure nothing stays. Problem `evidence.empty`, `disk.full`; errors of the source pass unchanged. */
export async function receiveUpload(
  to: { readonly folder: string; readonly key: Uint8Array },
  source: Readable,
): Promise<Upload> {
  const { head, whole } = await peek(source, detectionLength)
  const mediaType = detectMediaType(head)
  if (head.subarray(0, ageHeader.length).equals(ageHeader)) {
    return { ...(await keepAsItIs(to.folder, whole)), sealed: true, mediaType }
  }
  const { path, received } = await receiveBlob(to, whole)
  return { path, sealed: false, size: received.size, mediaType }
}

/** The bytes that were sent. */
export function openUpload({ path, sealed }: Upload, key: Uint8Array): Readable {
  return sealed
    ? createReadStream(path)
    : Readable.from(decryptBlob(key)(createReadStream(path)), { objectMode: false })
}

const ageHeader = Buffer.from('age-encryption.org/v1\n')

async function keepAsItIs(folder: string, source: Readable): Promise<{ readonly path: string; readonly size: number }> {
  const path = join(folder, randomBytes(12).toString('hex'))
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  try {
    await pipeline(source, file)
    return { path, size: file.bytesWritten }
  } catch (error) {
    await rm(path, { force: true })
    throw asDiskProblem(error)
  }
}

/** The first bytes of a stream, and the whole of it still to be read. */
async function peek(source: Readable, length: number): Promise<{ readonly head: Buffer; readonly whole: Readable }> {
  const pieces: AsyncIterator<Buffer> = source[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let size = 0
  while (size < length) {
    const next = await pieces.next()
    if (next.done === true) break
    first.push(next.value)
    size += next.value.length
  }
  return { head: Buffer.concat(first), whole: Readable.from(joined(first, pieces), { objectMode: false }) }
}

async function* joined(first: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
