import { readPackage, writePackage, type OpcPackage } from '../opc/package.ts'
import { withTidyRelationships } from '../opc/relationship.ts'
import { fontTableXml } from './fonts.ts'

/**
 * What `docx` has no word for: a font table with fallbacks, fixed dates, and no empty relationship parts (a verifier of
 * signatures that drops them on loading would call the document changed).
 */
export async function finishDocument(bytes: Uint8Array, date: string): Promise<Uint8Array> {
  const pkg = withTidyRelationships(await readPackage(bytes))
  const rewritten = new Map(pkg.parts)
  for (const [name, part] of pkg.parts) {
    const text = rewrite(name, part.bytes, date)
    if (text !== undefined) rewritten.set(name, { ...part, bytes: new TextEncoder().encode(text) })
  }
  return writePackage({ parts: rewritten } satisfies OpcPackage)
}

function rewrite(name: string, bytes: Uint8Array, date: string): string | undefined {
  if (name === '/word/fontTable.xml') return fontTableXml()
  if (name === '/docProps/core.xml') return withDate(new TextDecoder().decode(bytes), date)
  return undefined
}

function withDate(coreXml: string, date: string): string {
  return coreXml.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`)
}
