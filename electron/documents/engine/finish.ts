import { readPackage, writePackage, type OpcPackage } from '../../opc/package.ts'
import {
  packageSource,
  readRelationships,
  relationshipSource,
  resolveTarget,
  withRelationships,
  withTidyRelationships,
} from '../../opc/relationship.ts'
import { fontTableXml } from './fonts.ts'
import { withPictures, type Pictures } from './pictures.ts'
import { stylesXml } from './styles.ts'

/**
 * What `docx` has no word for: styles without its own blue headings, a font table with fallbacks, results of fields, the settings of a Chinese document, fixed dates and ids; and without the
 * grid that it always writes, the parts that nothing uses, because a verifier may accept thirty references at most, nor empty relationship parts, because
 * a verifier that drops them on loading would call the document changed.
 */
export async function finishDocument(bytes: Uint8Array, date: string, pictures: Pictures): Promise<Uint8Array> {
  const used = withPictures(withoutUnusedParts(await readPackage(bytes)), pictures)
  const parts = new Map(used.parts)
  for (const [name, part] of used.parts) {
    const text = rewrite(name, part.bytes, date)
    if (text !== undefined) parts.set(name, { ...part, bytes: new TextEncoder().encode(text) })
  }
  return writePackage(withTidyRelationships({ parts }))
}

const unusedParts: ReadonlySet<string> = new Set([
  '/docProps/custom.xml',
  '/word/numbering.xml',
  '/word/footnotes.xml',
  '/word/endnotes.xml',
])

function withoutUnusedParts(pkg: OpcPackage): OpcPackage {
  const kept = new Map([...pkg.parts].filter(([name]) => !unusedParts.has(name) && !unusedParts.has(sourceOf(name))))
  return [packageSource, '/word/document.xml'].reduce<OpcPackage>(
    (result, source) =>
      withRelationships(
        result,
        source,
        readRelationships(pkg, source).filter(
          (relationship) => !unusedParts.has(resolveTarget(source, relationship) ?? ''),
        ),
      ),
    { parts: kept },
  )
}

function sourceOf(name: string): string {
  return relationshipSource(name) ?? name
}

function rewrite(name: string, bytes: Uint8Array, date: string): string | undefined {
  if (name === '/word/document.xml') return withoutGrid(new TextDecoder().decode(bytes))
  if (name === '/word/styles.xml') return stylesXml()
  if (/^\/word\/footer\d+\.xml$/.test(name)) return withFieldResults(new TextDecoder().decode(bytes))
  if (name === '/word/fontTable.xml') return fontTableXml()
  if (name === '/word/settings.xml') return settingsXml
  if (name === '/docProps/core.xml') return withDate(new TextDecoder().decode(bytes), date)
  const header = /^\/word\/header(\d+)\.xml$/.exec(name)
  return header === null ? undefined : withFixedWatermarkId(new TextDecoder().decode(bytes), header[1] ?? '')
}

/** Even pages differ (§7.5), punctuation keeps its full width (28 characters to a line), the theme's script is Chinese. */
const settingsXml =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/>' +
  '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>' +
  '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
  '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'

/** Lines are exact, so a grid adds nothing; with one LibreOffice leaves headings alone at the foot of a page. */
function withoutGrid(documentXml: string): string {
  return documentXml.replace(/<w:docGrid [^>]*\/>/g, '')
}

/** A reader that computes no fields shows the result that stands in the file; `docx` writes none. */
function withFieldResults(footerXml: string): string {
  const [separate, end] = ['separate', 'end'].map((type) => `<w:fldChar w:fldCharType="${type}"/>`)
  return footerXml.replaceAll(`${separate}</w:r><w:r>${end}`, `${separate}</w:r><w:r><w:t>1</w:t></w:r><w:r>${end}`)
}

function withDate(coreXml: string, date: string): string {
  return coreXml.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`)
}

/** `docx` draws the watermark's id at random; its beginning is what Word knows a watermark by. */
function withFixedWatermarkId(headerXml: string, number: string): string {
  return headerXml.replace(/id="PowerPlusWaterMarkObject[^"]*"/, `id="PowerPlusWaterMarkObject${number}"`)
}
