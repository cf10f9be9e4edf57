import { contentTypesEntry, parseContentTypes, writeContentTypes } from './contentTypes.ts'
import { unreadable } from './fault.ts'
import { readZip, type ZipLimits } from './zip.ts'
import { writeZip } from './zipWriter.ts'

/** A part's name begins with a slash: '/word/document.xml'. Relationship parts are parts; the content type table is none. */
export type OpcPart = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }
export type OpcPackage = { readonly parts: ReadonlyMap<string, OpcPart> }

/** Reads a package strictly (see readZip). Throws Problem 'docx.unreadable'. */
export async function readPackage(bytes: Uint8Array, limits?: ZipLimits): Promise<OpcPackage> {
  const entries = await readZip(bytes, limits)
  const types = entries.find(({ name }) => name === contentTypesEntry)
  if (types === undefined) throw unreadable('content-types')
  const contentTypeOf = parseContentTypes(types.bytes)
  const parts = new Map<string, OpcPart>()
  for (const entry of entries) {
    const name = `/${entry.name}`
    if (entry !== types) parts.set(name, { name, contentType: contentTypeOf(name), bytes: entry.bytes })
  }
  return { parts }
}

/** The package as bytes: the same parts give the same bytes, in whatever order they were added. */
export async function writePackage(pkg: OpcPackage): Promise<Uint8Array> {
  const parts = [...pkg.parts.values()].toSorted(byReadingOrder)
  const entries = parts.map(({ name, contentType, bytes }) => ({
    name: name.slice(1),
    bytes,
    deflate: !alreadyCompressed.has(contentType),
  }))
  return writeZip([{ name: contentTypesEntry, bytes: writeContentTypes(parts), deflate: true }, ...entries])
}

export function withPart(pkg: OpcPackage, part: OpcPart): OpcPackage {
  return { parts: new Map(pkg.parts).set(part.name, part) }
}

/** A part that must be there; Problem 'docx.unreadable' if it is not. */
export function getPart(pkg: OpcPackage, name: string): OpcPart {
  const part = pkg.parts.get(name)
  if (part === undefined) throw unreadable('relationships')
  return part
}

const alreadyCompressed: ReadonlySet<string> = new Set(['image/png', 'image/jpeg'])

/** The package's own relationships first, as streaming readers expect. */
function byReadingOrder(a: OpcPart, b: OpcPart): number {
  const rank = (part: OpcPart) => (part.name === '/_rels/.rels' ? 0 : 1)
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1)
}
