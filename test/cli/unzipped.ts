import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

/** The text of every entry of a zip. */
export async function unzipped(file: string): Promise<ReadonlyMap<string, string>> {
  const entries = unzippedBytes(await readFile(file))
  return new Map([...entries].map(([name, bytes]) => [name, bytes.toString('utf8')]))
}

/** The bytes of every entry, read from the central directory (APPNOTE 4.3.12): a reader of its own, not the program's. */
export function unzippedBytes(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    entries.set(name, method === 8 ? inflateRawSync(bytes) : bytes)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}
