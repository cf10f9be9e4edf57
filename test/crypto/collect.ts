import { Readable } from 'node:stream'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import type { ByteTransform } from '../../electron/crypto/byteStream.ts'

/** Sends bytes through a transform, cut into pieces of a given size, and gathers what comes out. */
export async function through(bytes: Uint8Array, transform: ByteTransform, pieceSize = 10_000): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of transform(Readable.from(pieces(bytes, pieceSize), { objectMode: false }))) parts.push(part)
  return Buffer.concat(parts)
}

/** The kind of the Problem a promise or function fails with; fails itself when there is none. */
export async function problemOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt()
  } catch (error) {
    if (isProblem(error)) return error.kind
    throw error
  }
  throw new Error('it succeeded')
}

/** Bytes that look random and are the same in every run (xorshift32). */
export function sampleBytes(count: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(count)
  let state = seed * 2_654_435_769 || 1
  for (let index = 0; index < count; index += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state & 0xff
  }
  return bytes
}

/** A copy with one bit of one byte turned. */
export function flip(bytes: Uint8Array, index: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index)
  return copy
}

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
