import { readPackage, withPart, writePackage, type OpcPackage } from '../opc/package.ts'
import { freeRelationshipId, readRelationships, withRelationship, withTidyRelationships } from '../opc/relationship.ts'
import { escapeAttribute, parseXml } from '../opc/xml.ts'
import { mainDocument } from './content.ts'
import { relationshipTypes } from './name.ts'

/** A visible place to sign. `id` is a GUID in braces; `placeholder` is the PNG shown until it is signed. */
export type SignatureLine = {
  readonly id: string
  readonly suggestedSigner: string
  readonly suggestedSignerTitle: string
  readonly placeholder: Uint8Array
}

export type PlacedLine = Omit<SignatureLine, 'placeholder'>

/**
 * Turns the markers of an unsigned document into signature lines and tidies its relationships, so that the result can be
 * frozen and signed. A marker is a run whose whole text is ⟦signature-line:N:W⟧; the numbers are consecutive, the lowest
 * belongs to the first line, and W is the line's width in points. A marker too few, too many or twice is a defect and throws a plain Error.
 */
export async function placeSignatureLines(docx: Uint8Array, lines: readonly SignatureLine[]): Promise<Uint8Array> {
  lines.forEach(checkLine)
  const original = withTidyRelationships(await readPackage(docx))
  const { part } = mainDocument(original)
  const { pkg, relationshipIds } = withPlaceholders(original, part.name, lines)
  const xml = replaceMarkers(new TextDecoder().decode(part.bytes), lines.length, (index, width) => {
    const line = lines[index]
    const relationshipId = relationshipIds[index]
    if (line === undefined || relationshipId === undefined) throw new Error(`no signature line for marker ${index}`)
    return lineMarkup(line, relationshipId, { index, width })
  })
  return writePackage(withPart(pkg, { ...part, bytes: new TextEncoder().encode(xml) }))
}

/** The signature lines of the main document in reading order. Throws Problem 'docx.unreadable'. */
export function readSignatureLines(pkg: OpcPackage): readonly PlacedLine[] {
  const document = parseXml(mainDocument(pkg).part.bytes)
  const elements = Array.from(document.getElementsByTagNameNS(officeNamespace, 'signatureline'))
  return elements
    .filter((element) => ['t', 'true', '1'].includes(element.getAttribute('issignatureline') ?? ''))
    .map((element) => ({
      id: element.getAttribute('id') ?? '',
      suggestedSigner: element.getAttributeNS(officeNamespace, 'suggestedsigner') ?? '',
      suggestedSignerTitle: element.getAttributeNS(officeNamespace, 'suggestedsigner2') ?? '',
    }))
}

const officeNamespace = 'urn:schemas-microsoft-com:office:office'
const namespaces =
  `xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="${officeNamespace}" ` +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const instructions = '签署前请核对备忘录全文。签署后任何改动都会使签名失效。'

function checkLine({ id, placeholder }: SignatureLine, index: number, lines: readonly SignatureLine[]): void {
  if (!/^\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}$/.test(id))
    throw new Error('line id is no GUID in braces')
  if (lines.findIndex((line) => line.id.toUpperCase() === id.toUpperCase()) !== index)
    throw new Error('line id is used twice')
  if (placeholder[0] !== 0x89 || placeholder[1] !== 0x50) throw new Error('placeholder is no PNG')
}

/** One image part for each different picture. */
function withPlaceholders(original: OpcPackage, source: string, lines: readonly SignatureLine[]) {
  let pkg = original
  const known = new Map<string, string>()
  const relationshipIds = lines.map(({ placeholder }) => {
    const key = Buffer.from(placeholder).toString('base64')
    const existing = known.get(key)
    if (existing !== undefined) return existing
    const file = `signatureLine${known.size + 1}.png`
    const id = freeRelationshipId(readRelationships(pkg, source), `rIdSignatureLine${known.size + 1}`)
    const folder = source.slice(0, source.lastIndexOf('/'))
    pkg = withPart(pkg, { name: `${folder}/media/${file}`, contentType: 'image/png', bytes: placeholder })
    pkg = withRelationship(pkg, source, {
      id,
      type: relationshipTypes.image,
      target: `media/${file}`,
      targetMode: 'Internal',
    })
    known.set(key, id)
    return id
  })
  return { pkg, relationshipIds }
}

const marker = /<w:t(?: [^<>]*)?>⟦signature-line:(\d+):(\d+)⟧<\/w:t>/g

/** Replaces in the text itself: every other byte of the document stays as its writer left it. */
function replaceMarkers(xml: string, count: number, markup: (index: number, width: number) => string): string {
  const numbers = Array.from(xml.matchAll(marker), ([, digits]) => Number(digits)).toSorted((a, b) => a - b)
  const lowest = numbers[0] ?? 0
  const complete = numbers.length === count && numbers.every((number, index) => number === lowest + index)
  if (!complete) throw new Error(`the document has markers ${numbers.join(', ')} for ${count} signature lines`)
  const replaced = xml.replace(marker, (_, digits: string, width: string) =>
    markup(Number(digits) - lowest, Number(width)),
  )
  if (replaced.includes('⟦signature-line:')) throw new Error('a marker is not the whole text of its run')
  return replaced
}

type Place = { readonly index: number; readonly width: number }

/** As high as three eighths of its width, as Word draws signature lines. */
function lineMarkup(line: SignatureLine, relationshipId: string, { index, width }: Place): string {
  const suggested =
    `o:suggestedsigner="${escapeAttribute(line.suggestedSigner)}" ` +
    `o:suggestedsigner2="${escapeAttribute(line.suggestedSignerTitle)}" o:suggestedsigneremail=""`
  return (
    `<w:pict ${namespaces}>${index === 0 ? shapeType : ''}` +
    `<v:shape id="_x0000_i${1025 + index}" type="#_x0000_t75" alt="Microsoft Office Signature Line..." style="width:${width}pt;height:${(width * 3) / 8}pt">` +
    `<v:imagedata r:id="${relationshipId}" o:title=""/>` +
    '<o:lock v:ext="edit" ungrouping="t" rotation="t" cropping="t" verticies="t" text="t" grouping="t"/>' +
    `<o:signatureline v:ext="edit" id="${line.id}" provid="{00000000-0000-0000-0000-000000000000}" ${suggested} ` +
    `issignatureline="t" signinginstructionsset="t" o:signinginstructions="${instructions}"/>` +
    '</v:shape></w:pict>'
  )
}

/** The picture frame shape type that Word declares before its first use. */
const shapeType =
  '<v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75" o:preferrelative="t" path="m@4@5l@4@11@9@11@9@5xe" ' +
  'filled="f" stroked="f"><v:stroke joinstyle="miter"/><v:formulas><v:f eqn="if lineDrawn pixelLineWidth 0"/>' +
  '<v:f eqn="sum @0 1 0"/><v:f eqn="sum 0 0 @1"/><v:f eqn="prod @2 1 2"/><v:f eqn="prod @3 21600 pixelWidth"/>' +
  '<v:f eqn="prod @3 21600 pixelHeight"/><v:f eqn="sum @0 0 1"/><v:f eqn="prod @6 1 2"/>' +
  '<v:f eqn="prod @7 21600 pixelWidth"/><v:f eqn="sum @8 21600 0"/><v:f eqn="prod @7 21600 pixelHeight"/>' +
  '<v:f eqn="sum @10 21600 0"/></v:formulas><v:path o:extrusionok="f" gradientshapeok="t" o:connecttype="rect"/>' +
  '<o:lock v:ext="edit" aspectratio="t"/></v:shapetype>'
