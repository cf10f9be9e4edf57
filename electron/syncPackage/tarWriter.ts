import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'

export type TarEntry = {
  readonly name: string
  readonly size: number
  readonly content: () => AsyncIterable<Uint8Array>
}

/** A POSIX tar of the entries, streamed. An entry whose content is not as long as it says makes it fail. */
export async function* writeTar(
  entries: Iterable<TarEntry>,
  madeAt: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const tar = pack()
  const filled = fill(tar, entries, new Date(madeAt))
  // The reader below must learn of it; the error itself is thrown where `filled` is awaited.
  filled.catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error('an entry failed')))
  try {
    for await (const bytes of tar) if (bytes instanceof Uint8Array) yield bytes
    await filled
  } catch (error) {
    await filled
    throw error
  } finally {
    tar.destroy()
  }
}

/** Bytes of the tar that `writeTar` makes of entries of these sizes. */
export function tarSize(sizes: Iterable<number>): number {
  let bytes = 2 * blockSize
  for (const size of sizes) bytes += blockSize + Math.ceil(size / blockSize) * blockSize
  return bytes
}

const blockSize = 512

async function fill(tar: Pack, entries: Iterable<TarEntry>, mtime: Date): Promise<void> {
  for (const { name, size, content } of entries) {
    const source = Readable.from(content(), { objectMode: false })
    await pipeline(source, tar.entry({ name, size, mtime, mode: 0o644 }))
  }
  tar.finalize()
}
