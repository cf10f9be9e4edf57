import {
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { page } from './layout.ts'
import { metricsOf, type StyleId } from './styles.ts'
import { runs, type Span } from './text.ts'
import { widthOf } from './words.ts'

/** One cell: its paragraphs and, unless centred, how they stand. */
export type Cell = {
  readonly style: StyleId
  readonly lines: readonly (readonly Span[])[]
  readonly keepNext?: boolean
}

export type RuledTable = {
  /** Column widths in twips; together at most the width of the text. */
  readonly widths: readonly number[]
  readonly head?: readonly Cell[]
  readonly rows: readonly (readonly Cell[])[]
  /** Stays on the page of what follows; only for a table that is much shorter than a page. */
  readonly keepNext?: boolean
}

export function cell(style: StyleId, ...lines: readonly (Span | readonly Span[])[]): Cell {
  return { style, lines: lines.map((line) => (typeof line === 'object' && !('text' in line) ? line : [line])) }
}

/**
 * Thin rules all round, a little air above and below; the head repeats on every page and a row that fits on a page is not
 * split.
 */
export function ruledTable(ruled: RuledTable): readonly (Paragraph | Table)[] {
  const kept = ruled.keepNext ? { keepNext: true } : {}
  return [new Paragraph({ style: 'Spacer', keepNext: true }), table(ruled), new Paragraph({ style: 'Spacer', ...kept })]
}

function table({ widths, head, rows, keepNext }: RuledTable): Table {
  const headRows = head === undefined ? [] : [tableRow(head.map(keep), widths, { tableHeader: true })]
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: rule, bottom: rule, left: rule, right: rule, insideHorizontal: rule, insideVertical: rule },
    rows: [...headRows, ...rows.map((row) => tableRow(keepNext ? row.map(keep) : row, widths, { tableHeader: false }))],
  })
}

/** Word would leave a head alone at the foot of a page. */
function keep(content: Cell): Cell {
  return { ...content, keepNext: true }
}

const rule = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const

/** A row that would take more than half a page is allowed to break: it may not fit on one, and would leave a great gap before it. */
const splittableFrom = page.textHeight / 2

function tableRow(
  cells: readonly Cell[],
  widths: readonly number[],
  { tableHeader }: { tableHeader: boolean },
): TableRow {
  const height = Math.max(...cells.map((content, index) => heightOf(content, widths[index] ?? 0)))
  return new TableRow({
    tableHeader,
    cantSplit: height < splittableFrom,
    children: cells.map((content, index) => tableCell(content, widths[index] ?? 0)),
  })
}

function tableCell({ style, lines, keepNext }: Cell, width: number): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { top: 57, bottom: 57, left: 85, right: 85, marginUnitType: WidthType.DXA },
    children: lines.map(
      (line) => new Paragraph({ style, ...(keepNext ? { keepNext } : {}), children: runs(line, style) }),
    ),
  })
}

/** What the text of a cell takes; words that break late may take a line more. */
function heightOf({ style, lines }: Cell, width: number): number {
  const { character, line } = metricsOf(style)
  const room = (width - 2 * 85) / character
  const text = (spans: readonly Span[]) => spans.map((span) => (typeof span === 'string' ? span : span.text)).join('')
  return lines.reduce((sum, spans) => sum + Math.max(1, Math.ceil(widthOf(text(spans)) / room)) * line, 0)
}
