import { buffer } from 'node:stream/consumers'
import * as yazl from 'yazl'
import type { ZipEntry } from './zip.ts'

export type StoredEntry = ZipEntry & { readonly deflate: boolean }

/** An archive whose bytes depend on nothing but the entries and their order. */
export async function writeZip(entries: readonly StoredEntry[]): Promise<Uint8Array> {
  const zip = new yazl.ZipFile()
  // DOS times are local times: a local date gives the same bytes in every time zone. yazl clamps what is before 1980 in UTC.
  const options = { mtime: new Date(1980, 0, 2), mode: 0o100644, forceDosTimestamp: true }
  for (const { name, bytes, deflate } of entries) {
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, {
      ...options,
      compress: deflate,
    })
  }
  const failed = new Promise<never>((_, reject) => zip.on('error', reject))
  zip.end()
  return new Uint8Array(await Promise.race([buffer(zip.outputStream), failed]))
}
