import {
  AlignmentType,
  BorderStyle,
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
import { page, size } from './layout.ts'
import type { Block } from './officialDocument.ts'
import { oneLine } from './text.ts'

/** `paper`: signs by hand on the printed paper; a rule is printed instead of a signature line. */
export type SignatureLine = { readonly name: string; readonly role: string; readonly paper?: boolean | undefined }

/** The text that signature/ looks for; n counts the signers who sign electronically, from 1. */
export function signatureLineMarker(n: number): string {
  return `⟦signature-line:${n}⟧`
}

/**
 * Two signature lines side by side, role and name in a row of their own under each: LibreOffice keeps a table with what
 * follows only if it has more than one row, and each paragraph in it says so by itself, not through its style.
 */
export function signatureTable(signers: readonly SignatureLine[], draft: boolean): readonly Block[] {
  if (signers.length === 0) return []
  const electronic = signers.filter(({ paper }) => paper !== true)
  const places = signers.map((signer) => ({
    line: draft || signer.paper === true ? plainRule() : markedLine(electronic.indexOf(signer) + 1),
    name: keptParagraph('SignatureName', `${oneLine(signer.role)}　${oneLine(signer.name)}`.trim()),
  }))
  const rows = Array.from({ length: Math.ceil(places.length / 2) }, (_, row) => {
    const pair = places.slice(2 * row, 2 * row + 2)
    return [tableRow(pair.map(({ line }) => line)), tableRow(pair.map(({ name }) => name))]
  }).flat()
  return [
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: page.textWidth, type: WidthType.DXA },
      columnWidths: [column, column],
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows,
    }),
  ]
}

const column = page.textWidth / 2
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const

/** A marker stands in a run of its own, so that replacing it touches nothing else. */
function markedLine(n: number): Paragraph {
  return new Paragraph({ style: 'SignatureLine', keepNext: true, children: [new TextRun(signatureLineMarker(n))] })
}

/**
 * Where nobody signs electronically (a draft, a paper signature): a rule and room for the day, as wide and high as a
 * signature line, 192 × 72 points.
 */
function plainRule(): Paragraph {
  return new Paragraph({
    style: 'SignatureLine',
    keepNext: true,
    alignment: AlignmentType.RIGHT,
    spacing: { before: 1140, after: 0, line: 240, lineRule: LineRuleType.EXACT },
    indent: { left: 290, right: 290 },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    children: [new TextRun({ text: '年　　月　　日', size: size.小五 })],
  })
}

function tableRow([left, right]: readonly Paragraph[]): TableRow {
  return new TableRow({ cantSplit: true, children: [tableCell(left), tableCell(right)] })
}

function tableCell(content: Paragraph | undefined): TableCell {
  return new TableCell({
    width: { size: column, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.BOTTOM,
    children: [content ?? new Paragraph({ style: 'SignatureName', keepNext: true })],
  })
}
