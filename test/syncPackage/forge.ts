import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, pack, type Header } from 'tar-stream'
import { decryptAge, encryptAge } from '../../electron/crypto/age.ts'

export type Entry = { readonly header: Partial<Header> & Pick<Header, 'name'>; readonly bytes: Buffer }

/** The tar inside a package. */
export async function openTar(file: string, identity: string): Promise<Buffer> {
  return buffer(decryptAge([identity])(createReadStream(file)))
}

/** The entries inside a package, by another tar reader than the one under test. */
export async function openEntries(file: string, identity: string): Promise<Entry[]> {
  const reader = extract()
  reader.end(await openTar(file, identity))
  const entries: Entry[] = []
  for await (const entry of reader) {
    const { name, size, mtime } = entry.header
    entries.push({ header: { name, size, mtime }, bytes: await buffer(entry) })
  }
  return entries
}

/** What anyone who knows a recipient can do: seal whatever bytes for it. */
export async function sealBytes(file: string, recipient: string, bytes: Buffer): Promise<void> {
  await writeFile(file, await buffer(encryptAge([recipient])(Readable.from([bytes], { objectMode: false }))))
}

export async function sealEntries(file: string, recipient: string, entries: readonly Entry[]): Promise<void> {
  await sealBytes(file, recipient, await packEntries(entries))
}

export async function packEntries(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack()
  for (const { header, bytes } of entries) {
    if (header.type === undefined || header.type === 'file') tar.entry({ ...header, size: bytes.length }, bytes)
    else tar.entry(header)
  }
  tar.finalize()
  return buffer(tar)
}
