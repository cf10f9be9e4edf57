import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

export type StoredEntry = { readonly name: string; readonly bytes: Uint8Array; readonly deflate: boolean }

/**
 * An archive whose bytes depend on nothing but the entries and their order (APPNOTE 4.3): no dates, no descriptors, no zip64.
 * Written here because a library computes the checksums of fifty photos in JavaScript, and copies them three times.
 */
export async function writeZip(entries: readonly StoredEntry[]): Promise<Uint8Array> {
  const packed = await Promise.all(entries.map(packedEntry))
  const offsets: number[] = []
  let length = 0
  for (const { name, data } of packed) {
    offsets.push(length)
    length += localHeaderLength + name.length + data.length
  }
  const directory = packed.map((entry, index) => directoryEntry(entry, offsets[index] ?? 0))
  const directoryLength = directory.reduce((sum, { length: own }) => sum + own, 0)
  const files = packed.flatMap((entry) => [localHeader(entry), entry.data])
  const written = Buffer.concat([...files, ...directory, endRecord(packed.length, directoryLength, length)])
  // Not of Node's pool, so that it can be handed to another thread.
  return written.byteLength === written.buffer.byteLength ? new Uint8Array(written.buffer) : new Uint8Array(written)
}

type Packed = {
  readonly name: Buffer
  readonly method: 0 | 8
  readonly checksum: number
  readonly size: number
  readonly data: Uint8Array
}

const deflated = promisify<Uint8Array, Buffer>(deflateRaw)

async function packedEntry({ name, bytes, deflate }: StoredEntry): Promise<Packed> {
  return {
    name: Buffer.from(name, 'utf8'),
    method: deflate ? 8 : 0,
    checksum: crc32(bytes),
    size: bytes.length,
    data: deflate ? await deflated(bytes) : bytes,
  }
}

const localHeaderLength = 30

/** 1980-01-02: what is before some programs take for no date. */
const dosDate = (1 << 5) | 2
const versionNeeded = 20
/** UTF-8 names. */
const flags = 1 << 11
/** Made on Unix by version 6.3; a plain file that all may read. */
const madeBy = (3 << 8) | 63
const attributes = 0o100644 * 0x10000

function localHeader(entry: Packed): Buffer {
  const header = Buffer.alloc(localHeaderLength)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, entry, 4)
  return Buffer.concat([header, entry.name])
}

function directoryEntry(entry: Packed, offset: number): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(madeBy, 4)
  writeCommon(header, entry, 6)
  header.writeUInt32LE(attributes, 38)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, entry.name])
}

/** What the local header and the directory both say, from the version needed to the length of the extra field. */
function writeCommon(header: Buffer, { name, method, checksum, size, data }: Packed, at: number): void {
  header.writeUInt16LE(versionNeeded, at)
  header.writeUInt16LE(flags, at + 2)
  header.writeUInt16LE(method, at + 4)
  header.writeUInt16LE(dosDate, at + 8)
  header.writeUInt32LE(checksum, at + 10)
  header.writeUInt32LE(data.length, at + 14)
  header.writeUInt32LE(size, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}

function endRecord(count: number, directoryLength: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(directoryLength, 12)
  record.writeUInt32LE(directoryAt, 16)
  return record
}
