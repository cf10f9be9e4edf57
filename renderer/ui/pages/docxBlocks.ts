import type { CSSProperties } from 'react'
import {
  attribute,
  borderPoints,
  child,
  childrenOf,
  isOn,
  paragraphCss,
  points,
  runCss,
  type StyleSheet,
} from './docxStyle.ts'

export type Block = Paragraph | Table

export type Paragraph = {
  readonly kind: 'paragraph'
  readonly css: CSSProperties
  readonly content: readonly Inline[]
  /** Where the text behind a tab ends, in points. */
  readonly tab: number | undefined
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly css: CSSProperties }
  | { readonly kind: 'break' }
  | { readonly kind: 'tab' }
  | { readonly kind: 'pageNumber' }
  | {
      readonly kind: 'picture'
      readonly url: string | undefined
      readonly alt: string
      readonly css: { readonly width: string; readonly height: string }
    }

export type Table = {
  readonly kind: 'table'
  /** Column widths in points. */
  readonly columns: readonly number[]
  readonly head: readonly Row[]
  readonly rows: readonly Row[]
}

export type Row = { readonly css: CSSProperties; readonly cells: readonly Cell[] }
export type Cell = { readonly css: CSSProperties; readonly blocks: readonly Block[] }

export type Reading = {
  readonly styles: StyleSheet
  /** Pictures of signed lines by the id of the line. */
  readonly signed: ReadonlyMap<string, string>
  /** The address of a picture by the id of its relationship. */
  readonly picture: (relationship: string) => string | undefined
}

/** The paragraphs and tables that stand in a body, a cell, a header or a footer. */
export function readBlocks(root: Element, reading: Reading): readonly Block[] {
  return childrenOf(root).flatMap((element): readonly Block[] => {
    if (element.localName === 'p') return [readParagraph(element, reading)]
    return element.localName === 'tbl' ? [readTable(element, reading)] : []
  })
}

function readParagraph(element: Element, reading: Reading): Paragraph {
  const properties = child(element, 'pPr')
  const look = reading.styles.paragraph(attribute(child(properties, 'pStyle'), 'val'))
  return {
    kind: 'paragraph',
    css: { ...look.run, ...look.css, ...paragraphCss(properties) },
    content: withoutFields(childrenOf(element).filter(({ localName }) => localName === 'r')).flatMap((run) =>
      readRun(run, reading),
    ),
    tab: look.tab,
  }
}

/** A field shows its result, which only the page knows: of PAGE the instruction stays, of others the last result. */
function withoutFields(runs: readonly Element[]): readonly Element[] {
  let inPage = false
  return runs.filter((run) => {
    const mark = attribute(child(run, 'fldChar'), 'fldCharType')
    const instruction = child(run, 'instrText')?.textContent?.trim()
    if (mark === 'end') inPage = false
    if (mark !== undefined) return false
    if (instruction === undefined) return !inPage
    inPage = instruction === 'PAGE'
    return inPage
  })
}

function readRun(run: Element, reading: Reading): readonly Inline[] {
  const css = runCss(child(run, 'rPr'), reading.styles.family)
  return childrenOf(run).flatMap((part): readonly Inline[] => {
    switch (part.localName) {
      case 't':
        return [{ kind: 'text', text: part.textContent ?? '', css }]
      case 'br':
        return [{ kind: 'break' }]
      case 'tab':
        return [{ kind: 'tab' }]
      case 'instrText':
        return [{ kind: 'pageNumber' }]
      case 'drawing':
        return [readDrawing(part, reading)]
      case 'pict':
        return readShape(part, reading)
      default:
        return []
    }
  })
}

/** 914,400 EMU to the inch, 12,700 to the point. */
function readDrawing(drawing: Element, { picture }: Reading): Inline {
  const extent = drawing.getElementsByTagName('wp:extent')[0]
  const size = (name: string) => `${Number(extent?.getAttribute(name) ?? '0') / 12_700}pt`
  return {
    kind: 'picture',
    url: picture(drawing.getElementsByTagName('a:blip')[0]?.getAttribute('r:embed') ?? ''),
    alt: drawing.getElementsByTagName('wp:docPr')[0]?.getAttribute('descr') ?? '',
    css: { width: size('cx'), height: size('cy') },
  }
}

/** A signature line: its own picture until it is signed. Other shapes (the watermark) stand behind the page, not in it. */
function readShape(shape: Element, { picture, signed }: Reading): readonly Inline[] {
  const image = shape.getElementsByTagName('v:imagedata')[0]
  if (image === undefined) return []
  const style = shape.getElementsByTagName('v:shape')[0]?.getAttribute('style') ?? ''
  const size = (name: string) => new RegExp(`${name}:([\\d.]+pt)`).exec(style)?.[1] ?? '0'
  const line = shape.getElementsByTagName('o:signatureline')[0]
  const signature = signed.get((line?.getAttribute('id') ?? '').toUpperCase())
  const signer = line?.getAttribute('o:suggestedsigner') ?? ''
  return [
    {
      kind: 'picture',
      url: signature ?? picture(image.getAttribute('r:id') ?? ''),
      alt: signature === undefined ? `${signer}的签名行` : `${signer}的签名`,
      css: { width: size('width'), height: size('height') },
    },
  ]
}

function readTable(table: Element, reading: Reading): Table {
  const properties = child(table, 'tblPr')
  const columns = childrenOf(child(table, 'tblGrid') ?? table).map((column) => points(attribute(column, 'w')) ?? 0)
  const border = borderPoints(child(child(properties, 'tblBorders'), 'insideH'))
  const rows = childrenOf(table).filter(({ localName }) => localName === 'tr')
  const isHead = (row: Element) => isOn(child(child(row, 'trPr'), 'tblHeader'))
  const read = (row: Element) => readRow(row, border, reading)
  return {
    kind: 'table',
    columns,
    head: rows.filter(isHead).map(read),
    rows: rows.filter((row) => !isHead(row)).map(read),
  }
}

function readRow(row: Element, border: number, reading: Reading): Row {
  const cells = childrenOf(row)
    .filter(({ localName }) => localName === 'tc')
    .map((cell) => readCell(cell, border, reading))
  const whole = isOn(child(child(row, 'trPr'), 'cantSplit'))
  // Word keeps a row with the next where its paragraphs ask for it.
  const keepNext = cells.every(({ blocks }) =>
    blocks.some((block) => 'css' in block && block.css.breakAfter === 'avoid'),
  )
  return {
    css: { ...(whole ? { breakInside: 'avoid' as const } : {}), ...(keepNext ? { breakAfter: 'avoid' as const } : {}) },
    cells,
  }
}

function readCell(cell: Element, border: number, reading: Reading): Cell {
  const properties = child(cell, 'tcPr')
  const margin = child(properties, 'tcMar')
  const side = (name: string, otherwise: number) => `${points(attribute(child(margin, name), 'w')) ?? otherwise}pt`
  const align = attribute(child(properties, 'vAlign'), 'val')
  return {
    css: {
      // A browser rounds a border to whole pixels of the screen, and thirty rows would be a line too long: the rule is
      // drawn around the cell, and its width is kept free inside.
      ...(border === 0 ? {} : { boxShadow: '0 0 0 0.5px #000' }),
      padding: `calc(${side('top', 0)} + ${border}pt) ${side('right', 4.25)} ${side('bottom', 0)} ${side('left', 4.25)}`,
      verticalAlign: align === 'center' ? 'middle' : align === 'bottom' ? 'bottom' : 'top',
    },
    blocks: readBlocks(cell, reading),
  }
}
