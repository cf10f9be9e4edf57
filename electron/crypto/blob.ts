import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'
import { chunksOf, type ByteTransform } from './byteStream.ts'

/**
 * Evidence at rest. A blob is a 40-byte header (magic "MCBLOB", version 1, log2 of the chunk size, 32-byte salt) and
 * chunks of 64 KiB, each AES-256-GCM with its tag. The nonce is an 11-byte counter and a last-chunk flag, so that a cut,
 * a swap or an appended chunk fails (STREAM, Hoang et al. 2015); the key is HKDF of the workspace's blob key, salted, with
 * the header as its info, so that an altered header fails too.
 */
export function encryptBlob(key: Uint8Array): ByteTransform {
  return async function* encrypt(source) {
    const header = makeHeader()
    const chunkKey = deriveChunkKey(key, header)
    yield header
    let index = 0
    for await (const { bytes, last } of chunksOf(source, { size: chunkSize })) {
      yield* seal(chunkKey, bytes, index, last)
      index += 1
    }
  }
}

/** Gives out only bytes whose tag held. Problem `blob.damaged` at the first chunk that does not hold. */
export function decryptBlob(key: Uint8Array): ByteTransform {
  return async function* decrypt(source) {
    let chunkKey: Uint8Array | undefined
    let index = 0
    for await (const { bytes, last } of chunksOf(source, { size: chunkSize + tagSize, head: headerSize })) {
      if (chunkKey === undefined) {
        chunkKey = deriveChunkKey(key, checkHeader(bytes))
        continue
      }
      yield open(chunkKey, bytes, index, last)
      index += 1
    }
  }
}

export type BlobSource = {
  /** Bytes of the encrypted file; fewer than asked for only at its end. */
  readonly readAt: (offset: number, length: number) => Promise<Uint8Array>
  /** Size of the encrypted file. */
  readonly size: number
}

/**
 * The plain bytes from `start` up to, not including, `end`, a chunk at a time. The last chunk is checked before anything
 * is given out, so a file cut at a chunk's border is refused whatever range is asked for. Problem `blob.damaged`.
 */
export async function* decryptRange(
  range: BlobSource & { readonly key: Uint8Array; readonly start: number; readonly end: number },
): AsyncGenerator<Buffer, void, undefined> {
  const { readAt, size, start, end } = range
  const plainSize = blobPlainSize(size)
  if (!(start >= 0 && start <= end && end <= plainSize)) throw new RangeError('the range lies outside the blob')
  const chunkKey = deriveChunkKey(range.key, checkHeader(await readAt(0, headerSize)))
  const final = chunkCount(size) - 1
  const read = async (index: number): Promise<Buffer> => {
    const chunk = await readAt(headerSize + index * (chunkSize + tagSize), chunkSize + tagSize)
    return open(chunkKey, chunk, index, index === final)
  }
  const finalChunk = await read(final)
  for (let index = Math.floor(start / chunkSize); index * chunkSize < end; index += 1) {
    const chunk = index === final ? finalChunk : await read(index)
    const offset = index * chunkSize
    yield chunk.subarray(Math.max(0, start - offset), Math.min(chunk.length, end - offset))
  }
}

/** Size of the plain bytes from the size of the encrypted file. Problem `blob.damaged` for an impossible size. */
export function blobPlainSize(size: number): number {
  const count = chunkCount(size)
  const plainSize = size - headerSize - count * tagSize
  const emptyLast = count > 1 && plainSize <= (count - 1) * chunkSize
  if (count < 1 || plainSize < 0 || emptyLast) throw new Problem('blob.damaged', {})
  return plainSize
}

/** File name of a blob: HMAC-SHA-256 of the SHA-256 of the original, so that names do not tell which photo is held. */
export function blobName(nameKey: Uint8Array, sha256Hex: string): string {
  return createHmac('sha256', nameKey).update(sha256Hex, 'hex').digest('hex')
}

const magic = Buffer.from('MCBLOB')
const version = 1
const chunkBits = 16
const chunkSize = 2 ** chunkBits
const tagSize = 16
const saltSize = 32
const headerSize = magic.length + 2 + saltSize

function makeHeader(): Buffer {
  return Buffer.concat([magic, Uint8Array.of(version, chunkBits), randomBytes(saltSize)])
}

function checkHeader(header: Uint8Array): Uint8Array {
  const known = header.length === headerSize && magic.equals(header.subarray(0, magic.length))
  if (!known || header[magic.length] !== version || header[magic.length + 1] !== chunkBits) {
    throw new Problem('blob.damaged', {})
  }
  return header
}

function chunkCount(size: number): number {
  return Math.ceil((size - headerSize) / (chunkSize + tagSize))
}

function deriveChunkKey(key: Uint8Array, header: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, header.subarray(-saltSize), header, 32))
}

function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

function seal(key: Uint8Array, chunk: Uint8Array, index: number, last: boolean): readonly Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(index, last))
  const sealed = cipher.update(chunk)
  // GCM keeps nothing back: this only makes the tag. Joining the two would cost every byte another copy.
  cipher.final()
  return [sealed, cipher.getAuthTag()]
}

function open(key: Uint8Array, chunk: Uint8Array, index: number, last: boolean): Buffer {
  const emptyLast = index > 0 && chunk.length === tagSize
  if (chunk.length < tagSize || emptyLast) throw new Problem('blob.damaged', {})
  const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(index, last))
  decipher.setAuthTag(chunk.subarray(-tagSize))
  try {
    const plain = decipher.update(chunk.subarray(0, -tagSize))
    decipher.final()
    return plain
  } catch {
    throw new Problem('blob.damaged', {})
  }
}
