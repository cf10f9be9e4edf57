/**
 * Bytes that pass through piece by piece. A generator, not a stream: nothing queues between two of them, so that the
 * buffers of a large file die young; a chain of streams held about 90 MB of spent ones.
 */
export type ByteTransform = (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, undefined>

/** An open file, as node:fs/promises gives it. */
export type ReadableFile = {
  readonly read: (buffer: Buffer, offset: number, length: number) => Promise<{ readonly bytesRead: number }>
}

/**
 * The bytes of an open file from where it stands. A read stream would read ahead, which keeps its buffers alive longer.
 * `reused`: the next piece overwrites the bytes of the one before, and a large file leaves no buffers to collect.
 */
export async function* piecesOf(
  file: ReadableFile,
  { reused = false }: { readonly reused?: boolean } = {},
): AsyncGenerator<Buffer, void, undefined> {
  let piece = Buffer.allocUnsafeSlow(pieceSize)
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, pieceSize)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
    if (!reused) piece = Buffer.allocUnsafeSlow(pieceSize)
  }
}

/** Every read waits for a turn of another thread: with 64 KiB a busy machine spends a third of the time waiting. */
const pieceSize = 256 * 1024

/** The same bytes in pieces of `size`, but for the last. The next piece overwrites the bytes of the one before. */
export async function* gathered(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const { bytes } of chunksOf(source, { size })) if (bytes.length > 0) yield bytes
}

export type Chunk = { readonly bytes: Buffer; readonly last: boolean }

/**
 * Cuts bytes into chunks of one size and knows the last one, perhaps empty; a part of fixed size may come before them.
 * The next chunk overwrites the bytes of the one before.
 */
export async function* chunksOf(
  source: AsyncIterable<Uint8Array>,
  { size, head = 0 }: { readonly size: number; readonly head?: number },
): AsyncGenerator<Chunk, void, undefined> {
  const pending = Buffer.allocUnsafe(Math.max(size, head))
  let wanted = head > 0 ? head : size
  let inHead = head > 0
  let used = 0
  for await (const piece of source) {
    for (let rest = piece; rest.length > 0;) {
      // A full chunk waits for the next byte: only then is it known not to be the last.
      if (used === wanted) {
        yield { bytes: pending.subarray(0, used), last: false }
        used = 0
        wanted = size
        inHead = false
      }
      const count = Math.min(rest.length, wanted - used)
      pending.set(rest.subarray(0, count), used)
      used += count
      rest = rest.subarray(count)
    }
  }
  if (inHead) {
    yield { bytes: pending.subarray(0, used), last: false }
    used = 0
  }
  yield { bytes: pending.subarray(0, used), last: true }
}
