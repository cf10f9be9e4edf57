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
import { paragraph } from './elements.ts'
import { page, size } from './layout.ts'
import type { MemoSigner } from './memoDocument.ts'
import type { Block } from './officialDocument.ts'
import { oneLine } from './text.ts'

/** The text that signature/ looks for; n counts the signers who sign electronically, from 1. */
export function signatureLineMarker(n: number): string {
  return `⟦signature-line:${n}⟧`
}

/** Two signature lines side by side, role and name under each; a row never splits. */
export function signatureTable(signers: readonly MemoSigner[], draft: boolean): readonly Block[] {
  if (signers.length === 0) return []
  const electronic = signers.filter(({ paper }) => paper !== true)
  const cells = signers.map((signer) => signatureCell(signer, electronic.indexOf(signer) + 1, draft))
  const rows = Array.from({ length: Math.ceil(cells.length / 2) }, (_, row) => {
    const pair = [cells[2 * row], cells[2 * row + 1]].map((content) => content ?? emptyCell())
    return new TableRow({ cantSplit: true, children: pair })
  })
  return [
    paragraph('Issuer', '签名：'),
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

function signatureCell({ name, role, paper }: MemoSigner, n: number, draft: boolean): TableCell {
  return tableCell([
    draft || paper === true ? plainRule() : markedLine(n),
    paragraph('SignatureName', `${oneLine(role)}　${oneLine(name)}`.trim()),
  ])
}

/** A marker stands in a run of its own, so that replacing it touches nothing else. */
function markedLine(n: number): Paragraph {
  return new Paragraph({ style: 'SignatureLine', children: [new TextRun(signatureLineMarker(n))] })
}

/**
 * Where nobody signs electronically (a draft, a paper signature): a rule and room for the day, as wide and high as a
 * signature line, 192 × 72 points.
 */
function plainRule(): Paragraph {
  return new Paragraph({
    style: 'SignatureLine',
    alignment: AlignmentType.RIGHT,
    spacing: { before: 1140, after: 0, line: 240, lineRule: LineRuleType.EXACT },
    indent: { left: 290, right: 290 },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    children: [new TextRun({ text: '年　　月　　日', size: size.小五 })],
  })
}

function emptyCell(): TableCell {
  return tableCell([new Paragraph({ style: 'SignatureLine' })])
}

function tableCell(children: readonly Paragraph[]): TableCell {
  return new TableCell({
    width: { size: column, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.BOTTOM,
    children,
  })
}
