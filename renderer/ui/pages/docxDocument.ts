import { readBlocks, type Block } from './docxBlocks.ts'
import { partXml, readParts, relationshipsOf, type DocxParts } from './docxParts.ts'
import { attribute, child, childrenOf, points, readStyles } from './docxStyle.ts'

/** An official document as its pages need it; measures in CSS pixels, 96 to the inch. */
export type DocxDocument = {
  readonly sheet: SheetMeasures
  readonly blocks: readonly Block[]
  readonly headers: OddAndEven
  readonly footers: OddAndEven
  /** Words across every page behind the text; undefined where there are none. */
  readonly watermark: string | undefined
  /** Frees the pictures. */
  readonly dispose: () => void
}

export type SheetMeasures = {
  readonly width: number
  readonly height: number
  readonly top: number
  readonly left: number
  readonly textWidth: number
  readonly textHeight: number
  readonly header: number
  readonly footer: number
}

export type OddAndEven = { readonly odd: readonly Block[]; readonly even: readonly Block[] }

/** Reads the .docx that the host printed, in the words its document engine uses (electron/documents). */
export async function readDocx(bytes: ArrayBuffer): Promise<DocxDocument> {
  const parts = await readParts(bytes)
  const main = '/word/document.xml'
  const relationships = relationshipsOf(parts, main)
  const styles = readStyles(partXml(parts, '/word/styles.xml'), partXml(parts, '/word/fontTable.xml'))
  const pictures = new Map([...parts].filter(([name]) => mediaTypes.has(endingOf(name))).map(pictureUrl))
  const signed = signedLines(parts)
  const body = child(partXml(parts, main).documentElement, 'body')
  const section = child(body, 'sectPr')
  if (body === undefined || section === undefined) throw new Error('the document has no section')
  const read = (root: Element, links: ReadonlyMap<string, string>) =>
    readBlocks(root, { styles, signed, picture: (id) => pictures.get(links.get(id) ?? '') })
  const marks = (kind: 'headerReference' | 'footerReference', type: 'default' | 'even') => {
    const part = relationships.get(referenceOf(section, kind, type) ?? '')
    return part === undefined ? undefined : { part, root: partXml(parts, part).documentElement }
  }
  const blocksOf = (found: ReturnType<typeof marks>) =>
    found === undefined ? [] : read(found.root, relationshipsOf(parts, found.part))
  return {
    sheet: measures(section),
    blocks: read(body, relationships),
    headers: oddAndEven((type) => blocksOf(marks('headerReference', type))),
    footers: oddAndEven((type) => blocksOf(marks('footerReference', type))),
    watermark: watermarkOf(marks('headerReference', 'default')?.root),
    dispose: () => [...pictures.values(), ...signed.values()].forEach((url) => URL.revokeObjectURL(url)),
  }
}

const mediaTypes = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
])

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

function pictureUrl([name, bytes]: readonly [string, Uint8Array<ArrayBuffer>]): readonly [string, string] {
  return [name, URL.createObjectURL(new Blob([bytes], { type: mediaTypes.get(endingOf(name)) ?? '' }))]
}

/** What Word shows on a signed line: the picture that the signature itself carries (MS-OI29500 §2.1.1823), by the line's id. */
function signedLines(parts: DocxParts): ReadonlyMap<string, string> {
  const lines = new Map<string, string>()
  for (const name of parts.keys()) {
    if (!/^\/_xmlsignatures\/sig\d+\.xml$/.test(name)) continue
    const signature = partXml(parts, name)
    const line = signature.getElementsByTagName('SetupID')[0]?.textContent ?? ''
    const objects = [...signature.getElementsByTagName('Object')]
    const valid = objects.find((object) => object.getAttribute('Id') === 'idValidSigLnImg')
    const picture = Uint8Array.from(atob((valid?.textContent ?? '').replaceAll(/\s/g, '')), (sign) =>
      sign.charCodeAt(0),
    )
    lines.set(line.toUpperCase(), URL.createObjectURL(new Blob([picture], { type: 'image/png' })))
  }
  return lines
}

function referenceOf(section: Element, kind: string, type: string): string | undefined {
  const found = childrenOf(section).find((one) => one.localName === kind && attribute(one, 'type') === type)
  return found?.getAttribute('r:id') ?? undefined
}

function oddAndEven(read: (type: 'default' | 'even') => readonly Block[]): OddAndEven {
  return { odd: read('default'), even: read('even') }
}

function watermarkOf(header: Element | undefined): string | undefined {
  const paths = header === undefined ? [] : [...header.getElementsByTagName('v:textpath')]
  // The shape's type declares an empty path before the shape itself has one.
  return paths.map((path) => path.getAttribute('string')).find((words) => words !== null) ?? undefined
}

function measures(section: Element): SheetMeasures {
  const size = child(section, 'pgSz')
  const margin = child(section, 'pgMar')
  const px = (element: Element | undefined, name: string) => ((points(attribute(element, name)) ?? 0) * 96) / 72
  const [width, height] = [px(size, 'w'), px(size, 'h')]
  const [top, left] = [px(margin, 'top'), px(margin, 'left')]
  return {
    width,
    height,
    top,
    left,
    textWidth: width - left - px(margin, 'right'),
    textHeight: height - top - px(margin, 'bottom'),
    header: px(margin, 'header'),
    footer: px(margin, 'footer'),
  }
}
