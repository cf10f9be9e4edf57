/** The parts of a .docx by name (`/word/document.xml`), unpacked in the window. */
export type DocxParts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>

/**
 * Reads the .docx that this program's host wrote: a plain zip without encryption (APPNOTE 6.3.3). Anything else is a
 * defect and throws an Error.
 */
export async function readParts(docx: ArrayBuffer): Promise<DocxParts> {
  const view = new DataView(docx)
  const entries = directory(view)
  const parts = await Promise.all(
    entries.map(async (entry) => [`/${entry.name}`, await contentOf(view, entry)] as const),
  )
  return new Map(parts)
}

export function partXml(parts: DocxParts, name: string): Document {
  const bytes = parts.get(name)
  if (bytes === undefined) throw new Error(`the document has no part ${name}`)
  return new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'application/xml')
}

/** Where the relationships of a part lead: id → part. */
export function relationshipsOf(parts: DocxParts, source: string): ReadonlyMap<string, string> {
  const slash = source.lastIndexOf('/') + 1
  const name = `${source.slice(0, slash)}_rels/${source.slice(slash)}.rels`
  if (!parts.has(name)) return new Map()
  const base = `file://${source}`
  return new Map(
    [...partXml(parts, name).getElementsByTagName('Relationship')].map((relationship) => [
      relationship.getAttribute('Id') ?? '',
      decodeURIComponent(new URL(relationship.getAttribute('Target') ?? '', base).pathname),
    ]),
  )
}

type Entry = { readonly name: string; readonly method: number; readonly size: number; readonly offset: number }

const endSignature = 0x06054b50
const endLength = 22
const entryLength = 46
const localLength = 30

function directory(view: DataView): readonly Entry[] {
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index += 1) {
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, at + entryLength, nameLength)),
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    })
    at += entryLength + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - endLength; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  throw new Error('the document is no zip file')
}

async function contentOf(view: DataView, { method, size, offset }: Entry): Promise<Uint8Array<ArrayBuffer>> {
  const start = offset + localLength + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const packed = new Uint8Array(view.buffer as ArrayBuffer, start, size)
  if (method === 0) return packed
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(plain).arrayBuffer())
}
