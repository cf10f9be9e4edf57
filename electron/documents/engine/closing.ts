import { attachmentList, blankLine, issuerLines, keptParagraph, paragraph, signOff } from './elements.ts'
import { grid, page, spacerLine } from './layout.ts'
import type { Block } from './officialDocument.ts'
import { signatureTable, type SignatureLine } from './signatureTable.ts'
import { widthOf } from './words.ts'

/** What stands under the text of a paper: 附件说明, signature lines, 署名 and 成文日期, and a note. */
export type Closing = {
  readonly attachments: readonly string[]
  readonly signers: readonly SignatureLine[]
  readonly draft: boolean
  readonly issuer: string
  /** In words. */
  readonly date: string
  readonly note?: { readonly style: 'Note' | 'SmallPrint'; readonly text: string }
}

/**
 * All of it keeps together, and with the last words of the text, so that no page carries signatures without text (GB/T 9704
 * 7.3.5.5). What keeps together must be shorter than a page, or a program that cannot keep it lets it run off the page: so
 * the lines grow smaller with the number of signers, and `room` says how much of the text may keep with it. No empty line
 * stands before them: where the page ends there, LibreOffice parts the signatures from the text all the same.
 */
export function closing({ attachments, signers, draft, issuer, date, note }: Closing): {
  readonly blocks: readonly Block[]
  /** Twips that are left on its page. */
  readonly room: number
} {
  const listLines = attachments.length === 0 ? 0 : attachments.length + 1
  const dateAndIssuer = (issuerLines(issuer).length + 1) * grid.line
  const fixed = listLines * grid.line + spacerLine + dateAndIssuer + noteHeight(note) + spare
  const table = signatureTable(signers, draft, page.textHeight - fixed - leastText)
  const left = page.textHeight - fixed - table.height
  const air = left - leastText > grid.line
  return {
    blocks: [
      ...attachmentList(attachments),
      ...table.blocks,
      ...(air ? [blankLine('Issuer')] : [keptParagraph('Spacer')]),
      ...signOff(issuer, date),
      ...(note === undefined ? [] : [paragraph(note.style, note.text)]),
    ],
    room: air ? left - grid.line : left,
  }
}

/** A heading and two lines. */
const leastText = 3 * grid.line

/** What programs take beside the heights that they are told: the edges of tables, the rounding of lines. */
const spare = 150

function noteHeight(note: Closing['note']): number {
  if (note === undefined) return 0
  if (note.style === 'Note') return 100 + 280 * Math.ceil(widthOf(note.text) / 48)
  return 200 + 400 * Math.ceil(widthOf(note.text) / 36)
}
