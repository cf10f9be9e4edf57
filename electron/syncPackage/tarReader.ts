import { Problem } from '../contract/problem/problem.ts'
import { ByteReader } from './byteReader.ts'

/**
 * Reads a POSIX tar (IEEE 1003.1 ustar, and GNU's variant of the same header) whose entries are known in advance, and
 * nothing else: regular files with short names, no extension headers, no gaps, zero padding, one end marker, no garbage
 * after it. General readers skip zero blocks, let extension headers rename entries and accept a missing end, so two of
 * them can see two packages in one file; here there is one reading only.
 */
export class TarReader {
  readonly #bytes: ByteReader
  #left = 0
  #padding = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#bytes = new ByteReader(source)
  }

  /**
   * Opens the next entry, which must have this name and, when given, this size. Returns its size. Problems
   * `package.damaged`, `package.unsafe` (a name or kind that could reach outside), `package.tooLarge`.
   */
  async open(expected: { readonly name: string; readonly size?: number; readonly limit: number }): Promise<number> {
    if (this.#left > 0 || this.#padding > 0) throw new Error('the entry before was not read to its end')
    const header = readHeader(await this.#bytes.exactly(blockSize))
    if (isUnsafeName(header.name) || !header.regular) throw new Problem('package.unsafe', {})
    if (header.name !== expected.name) throw damaged()
    if (header.size > expected.limit) {
      throw new Problem('package.tooLarge', { bytes: header.size, limit: expected.limit })
    }
    if (expected.size !== undefined && header.size !== expected.size) throw damaged()
    this.#left = header.size
    this.#padding = paddingOf(header.size)
    return header.size
  }

  /** The rest of the opened entry, piece by piece. Left early, it can be called again and goes on. */
  async *content(): AsyncGenerator<Buffer, void, undefined> {
    while (this.#left > 0) {
      const piece = await this.#bytes.some(this.#left)
      if (piece === undefined) throw damaged()
      this.#left -= piece.length
      yield piece
    }
    const padding = await this.#bytes.exactly(this.#padding)
    this.#padding = 0
    if (!isZero(padding)) throw damaged()
  }

  /** The end marker and the end of the stream: two zero blocks, and as many more as GNU tar fills its record with. */
  async end(): Promise<void> {
    let blocks = 0
    for (;;) {
      const first = await this.#bytes.some(blockSize)
      if (first === undefined) break
      const rest = await this.#bytes.exactly(blockSize - first.length)
      if (!isZero(first) || !isZero(rest) || blocks === mostEndBlocks) throw damaged()
      blocks += 1
    }
    if (blocks < 2) throw damaged()
  }
}

const blockSize = 512
/** GNU tar fills up to a record of 20 blocks. */
const mostEndBlocks = 21

type Header = { readonly name: string; readonly size: number; readonly regular: boolean }

/** Field offsets of IEEE 1003.1, pax Interchange, table 4-14 ("ustar Header Block"). */
function readHeader(block: Buffer): Header {
  const magic = block.toString('latin1', 257, 265)
  if (magic !== 'ustar\u000000' && magic !== 'ustar  \u0000') throw damaged()
  if (octal(block, 148, 8) !== checksum(block)) throw damaged()
  const type = block.toString('latin1', 156, 157)
  // A prefix would belong to the name; names here are short, so it can only hide something.
  const prefix = zeroEnded(block, 345, 155)
  return {
    name: prefix === '' ? zeroEnded(block, 0, 100) : `${prefix}/${zeroEnded(block, 0, 100)}`,
    size: octal(block, 124, 12),
    regular: type === '0' || type === '\u0000',
  }
}

function checksum(block: Buffer): number {
  let sum = 8 * 0x20
  for (const [index, byte] of block.entries()) if (index < 148 || index >= 156) sum += byte
  return sum
}

function octal(block: Buffer, start: number, length: number): number {
  const digits = /^([0-7]+)[ \0]*$/.exec(block.toString('latin1', start, start + length))?.[1]
  if (digits === undefined) throw damaged()
  return Number.parseInt(digits, 8)
}

function zeroEnded(block: Buffer, start: number, length: number): string {
  const field = block.toString('latin1', start, start + length)
  const end = field.indexOf('\u0000')
  return end === -1 ? field : field.slice(0, end)
}

function isUnsafeName(name: string): boolean {
  return /^\/|^[A-Za-z]:|\\/.test(name) || name.split('/').includes('..')
}

export function paddingOf(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}

function damaged(): Problem {
  return new Problem('package.damaged', {})
}
