import { paddingOf } from './tarReader.ts'

export type TarEntry = {
  readonly name: string
  readonly size: number
  readonly content: () => AsyncIterable<Uint8Array>
}

/**
 * A POSIX tar of the entries, piece by piece. An entry whose content is not as long as it says makes it fail. Written here
 * and not with a library's streams: their queues kept tens of MB of spent buffers of a large blob alive.
 */
export async function* writeTar(
  entries: Iterable<TarEntry>,
  madeAt: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const mtime = Math.floor(Date.parse(madeAt) / 1000)
  for (const { name, size, content } of entries) {
    yield header(name, size, mtime)
    let left = size
    for await (const bytes of content()) {
      left -= bytes.length
      if (left < 0) break
      yield bytes
    }
    if (left !== 0) throw new Error('the entry is not as long as it says')
    yield Buffer.alloc(paddingOf(size))
  }
  yield Buffer.alloc(2 * blockSize)
}

/** Bytes of the tar that `writeTar` makes of entries of these sizes. */
export function tarSize(sizes: Iterable<number>): number {
  let bytes = 2 * blockSize
  for (const size of sizes) bytes += blockSize + size + paddingOf(size)
  return bytes
}

const blockSize = 512

/** IEEE 1003.1, pax Interchange, table 4-14 ("ustar Header Block"): a regular file, rw-r--r--, of nobody. */
function header(name: string, size: number, mtime: number): Buffer {
  if (!/^[!-~]{1,100}$/.test(name)) throw new RangeError('a name in a tar is short and ASCII')
  const block = Buffer.alloc(blockSize)
  const zero = octal(0, 7)
  const fields = [
    [0, name],
    [100, octal(0o644, 7)],
    [108, zero],
    [116, zero],
    [124, octal(size, 11)],
    [136, octal(mtime, 11)],
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\u000000'],
    [329, zero],
    [337, zero],
  ] as const
  for (const [offset, text] of fields) block.write(text, offset, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\u0000 `, 148, 'latin1')
  return block
}

function octal(value: number, digits: number): string {
  const text = value.toString(8).padStart(digits, '0')
  if (text.length > digits) throw new RangeError('the number is too large for a tar')
  return text
}
