import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { keptParagraph } from './elements.ts'
import { page, size, spacerLine } from './layout.ts'
import type { Block } from './officialDocument.ts'
import type { StyleId } from './styles.ts'
import { oneLine } from './text.ts'
import { nameLines, widthOf } from './words.ts'

/** `paper`: signs by hand on the printed paper, and seals; a rule and room for the seal are printed instead of a signature line. */
export type SignatureLine = { readonly name: string; readonly role: string; readonly paper?: boolean | undefined }

/** Signature lines as they stand on the page, and how high they are together, in twips. */
export type SignatureTable = { readonly blocks: readonly Block[]; readonly height: number }

/** The text that signature/ looks for; n counts the signers who sign electronically, from 1; the width is in points. */
export function signatureLineMarker(n: number, width: number): string {
  return `⟦signature-line:${n}:${width}⟧`
}

/**
 * Signature lines side by side, role and name in a row of their own under each: LibreOffice keeps a table with what follows only
 * if it has more than one row, and each paragraph in it says so by itself, not through its style. The more sign, the smaller the
 * lines: so all stand on one page with text (GB/T 9704 7.3.5.5). Who signs on paper comes last, with room for a seal. `room`: twips
 * that the page has for them.
 */
export function signatureTable(signers: readonly SignatureLine[], draft: boolean, room: number): SignatureTable {
  const electronic = signers.filter(({ paper }) => paper !== true)
  const sealed = signers.filter(({ paper }) => paper === true).map(sealedRow)
  const rows = rowsThatFit(electronic, draft, room - heightOfRows(sealed))
  const kept = lastThatFit(rows, room - heightOfRows(sealed))
  const parts = [rows.slice(0, rows.length - kept.length), kept, sealed].filter((part) => part.length > 0)
  return {
    blocks: parts.flatMap((part, index) => [...(index > 0 ? [keptParagraph('Spacer')] : []), ...tableOf(part)]),
    height: heightOfRows(kept) + heightOfRows(sealed),
  }
}

/** In the largest lines that so many signers may have and that the page has room for. */
function rowsThatFit(signers: readonly SignatureLine[], draft: boolean, room: number): readonly Row[] {
  const sizes = grids.filter(({ most }) => signers.length <= most).map((grid) => rowsOf(signers, draft, grid))
  return sizes.find((rows) => heightOfRows(rows) <= room) ?? sizes.at(-1) ?? []
}

function rowsOf(signers: readonly SignatureLine[], draft: boolean, grid: Grid): readonly Row[] {
  const places = signers.map((signer, index) => placeOf(signer, draft ? undefined : index + 1, grid))
  return Array.from({ length: Math.ceil(places.length / grid.columns) }, (_, row) =>
    rowOf(places.slice(row * grid.columns, (row + 1) * grid.columns), grid),
  )
}

/** Of more rows than have room on one page, the first may stand on the page before; the last never parts from the sign-off. */
function lastThatFit(rows: readonly Row[], room: number): readonly Row[] {
  const count = rows.findIndex((_, index) => heightOfRows(rows.slice(index)) <= room)
  return count === -1 ? rows.slice(-1) : rows.slice(count)
}

/** With the space between two tables. */
function heightOfRows(rows: readonly Row[]): number {
  return rows.reduce((sum, { height }) => sum + height, rows.length > 0 ? spacerLine : 0)
}

type Grid = {
  /** So many signers have lines of this size. */
  readonly most: number
  readonly columns: number
  /** Of one line in points; 8 to 3, as Word draws it. */
  readonly width: number
  readonly style: StyleId
  /** Of one line of a name in twips, and how many characters it holds. */
  readonly nameLine: number
  readonly nameWidth: number
}

const large = { most: 4, columns: 2, width: 192, style: 'SignatureName', nameLine: 400, nameWidth: 14.5 } as const
const grids: readonly Grid[] = [
  large,
  { most: 9, columns: 3, width: 128, style: 'SignatureName', nameLine: 400, nameWidth: 9.5 },
  { most: 16, columns: 4, width: 96, style: 'SmallSignatureName', nameLine: 300, nameWidth: 8.3 },
  { most: Infinity, columns: 5, width: 72, style: 'TinySignatureName', nameLine: 270, nameWidth: 7.5 },
]

function heightOf({ width }: Grid): number {
  return (width * 20 * 3) / 8
}

type Place = { readonly line: Paragraph; readonly names: readonly string[] }
type Row = { readonly rows: readonly TableRow[]; readonly columns: number; readonly height: number }

/** The role stands above a name that has no room beside it. */
function placeOf({ name, role }: SignatureLine, n: number | undefined, grid: Grid): Place {
  const [roleText, nameText] = [oneLine(role), oneLine(name)]
  const whole = `${roleText}　${nameText}`.trim()
  return {
    line: n === undefined ? plainRule(grid) : markedLine(n, grid),
    names:
      widthOf(whole) <= grid.nameWidth || nameText === ''
        ? [whole]
        : [roleText, ...nameLines([nameText], grid.nameWidth)],
  }
}

function rowOf(places: readonly Place[], grid: Grid): Row {
  const cells = Array.from({ length: grid.columns }, (_, index) => places[index])
  const lines = Math.max(...places.map(({ names }) => names.length))
  const width = Math.floor(page.textWidth / grid.columns)
  const nameCell = (place: Place | undefined) =>
    tableCell(
      (place?.names ?? ['']).map((text) => keptParagraph(grid.style, text)),
      width,
      VerticalAlignTable.TOP,
    )
  return {
    columns: grid.columns,
    rows: [
      new TableRow({
        cantSplit: true,
        children: cells.map((place) => tableCell([place?.line ?? keptParagraph(grid.style)], width)),
      }),
      new TableRow({ cantSplit: true, children: cells.map(nameCell) }),
    ],
    height: before + heightOf(grid) + slack + lines * grid.nameLine,
  }
}

/** Style `SignatureLine` has this above it; and what a picture's line takes beside the picture. */
const before = 60
const slack = 80

/** The seal of a bureau is 42 mm wide and is pressed on name and day; nothing else stands beside them. */
const sealHeight = 1240

function sealedRow({ name, role }: SignatureLine): Row {
  const width = page.textWidth / 2
  const words = `${oneLine(role)}　${oneLine(name)}`.trim()
  return {
    columns: 2,
    rows: [
      new TableRow({
        cantSplit: true,
        height: { value: sealHeight, rule: HeightRule.EXACT },
        children: [
          tableCell([plainRule(large, sealHeight)], width),
          tableCell([keptParagraph('SealPlace', '（单位盖章）')], width),
        ],
      }),
      new TableRow({
        cantSplit: true,
        children: [
          tableCell([keptParagraph(large.style, words)], width),
          tableCell([keptParagraph(large.style)], width),
        ],
      }),
    ],
    height: sealHeight + large.nameLine,
  }
}

function tableOf(rows: readonly Row[]): readonly Block[] {
  const [first] = rows
  if (first === undefined) return []
  const width = Math.floor(page.textWidth / first.columns)
  return [
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: page.textWidth, type: WidthType.DXA },
      columnWidths: Array.from({ length: first.columns }, () => width),
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows: rows.flatMap((row) => row.rows),
    }),
  ]
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const

/** A marker stands in a run of its own, so that replacing it touches nothing else. */
function markedLine(n: number, { width }: Grid): Paragraph {
  const marker = new TextRun(signatureLineMarker(n, width))
  return new Paragraph({ style: 'SignatureLine', keepNext: true, children: [marker] })
}

/**
 * Where nobody signs electronically (a draft, a paper signature): a rule and room for the day, as wide and high as a
 * signature line.
 */
function plainRule(grid: Grid, height = heightOf(grid)): Paragraph {
  const side = Math.max(0, (page.textWidth / grid.columns - grid.width * 20 - cellMargins) / 2)
  return new Paragraph({
    style: 'SignatureLine',
    keepNext: true,
    alignment: AlignmentType.RIGHT,
    spacing: { before: height - dayLine - rulePadding, after: 0, line: dayLine, lineRule: LineRuleType.EXACT },
    indent: { left: side, right: side },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    children: [new TextRun({ text: '年　　月　　日', size: size.小五 })],
  })
}

const dayLine = 240
/** Between rule and day, and the room that a cell has at its foot. */
const rulePadding = 60
const cellMargins = 170

function tableCell(
  children: readonly Paragraph[],
  width: number,
  verticalAlign: (typeof VerticalAlignTable)['TOP' | 'BOTTOM'] = VerticalAlignTable.BOTTOM,
): TableCell {
  return new TableCell({ width: { size: width, type: WidthType.DXA }, verticalAlign, children })
}
