import { AlignmentType, Paragraph } from 'docx'
import { fonts } from './fonts.ts'
import { lastWords } from './lastWords.ts'
import { character, grid, page } from './layout.ts'
import type { StyleId } from './styles.ts'
import { hasLongWord, paragraphsOf, runs, type Span } from './text.ts'
import { titleLines } from './titleShape.ts'
import { widthOf } from './words.ts'

/** A paragraph in one of the engine's styles. */
export function paragraph(style: StyleId, ...spans: readonly Span[]): Paragraph {
  return new Paragraph({ style, ...alignmentOf(style, spans), children: runs(spans, style) })
}

/** A paragraph that stays on the page of what follows it: an introduction and its table, the last words and the signatures. */
export function keptParagraph(style: StyleId, ...spans: readonly Span[]): Paragraph {
  return new Paragraph({ style, keepNext: true, ...alignmentOf(style, spans), children: runs(spans, style) })
}

export function blankLine(style: StyleId = 'OfficialBody'): Paragraph {
  return new Paragraph({ style })
}

/** The title in 二号小标宋, centred, broken between words so that no line is a mere remainder (§7.3.1). */
export function title(words: readonly string[], style: 'OfficialTitle' | 'AttachmentTitle' = 'OfficialTitle') {
  return titleLines(words).map((line) => paragraph(style, line))
}

/** Body paragraphs; the label opens the first one in 黑体. */
export function labelled(label: string, text: string): readonly Paragraph[] {
  const [first = '', ...rest] = paragraphsOf(text)
  return [
    paragraph('OfficialBody', { text: `${label}：`, font: fonts.hei }, first),
    ...rest.map((line) => paragraph('OfficialBody', line)),
  ]
}

/**
 * A list under a label in 黑体, one item to a line and aligned: an item that holds hyphens, an evidence number, would break at
 * one of them anywhere else, and what stops that (U+2011, U+2060) stops searching for the number too.
 */
export function labelledList(label: string, items: readonly string[]): readonly Paragraph[] {
  return items.map((item, index) => {
    const text = `${item}${index === items.length - 1 ? '。' : '；'}`
    return index === 0
      ? paragraph('OfficialBody', { text: `${label}：`, font: fonts.hei }, text)
      : paragraph('ListItem', text)
  })
}

export function body(text: string): readonly Paragraph[] {
  return paragraphsOf(text).map((line) => paragraph('OfficialBody', line))
}

/**
 * Body paragraphs of which the end stays with what follows: the last one, or the last words of one that is longer than `room`,
 * in twips, or than three lines.
 */
export function keptBody(text: string, room: number): readonly Paragraph[] {
  const lines = paragraphsOf(text)
  const last = lines.at(-1) ?? ''
  const before = lines.slice(0, -1).map((line) => paragraph('OfficialBody', line))
  const parted = lastWords(last, Math.min(3, Math.max(1, Math.floor(room / grid.line))))
  if (parted === undefined) return [...before, keptParagraph('OfficialBody', last)]
  const end = parted.goesOn
    ? new Paragraph({
        style: 'OfficialBody',
        keepNext: true,
        indent: { firstLine: 0, firstLineChars: 0 },
        children: runs([parted.last], 'OfficialBody'),
      })
    : keptParagraph('OfficialBody', parted.last)
  return [...before, paragraph('OfficialBody', parted.first), end]
}

/** 附件说明, one blank line below the body (§7.3.4): `附件：1．证据清单`, no mark at the end; it stays with the sign-off. */
export function attachmentList(names: readonly string[]): readonly Paragraph[] {
  if (names.length === 0) return []
  const [first = ''] = names
  if (names.length === 1) return [blankLine('AttachmentList'), paragraph('AttachmentList', `附件：${first}`)]
  const lines = names.map((name, index) => {
    const spans = [`${index === 0 ? '附件：' : ''}${index + 1}．${name}`]
    const hanging = 1.5 * character.三号
    const indent = index === 0 ? {} : { indent: { left: 6.5 * character.三号, hanging } }
    return new Paragraph({ style: 'AttachmentList', ...indent, children: runs(spans, 'AttachmentList') })
  })
  return [blankLine('AttachmentList'), ...lines]
}

/** A new page with 附件n on its first line and its title on the third (§7.3.7). */
export function attachmentHead(label: string, name: string): readonly Paragraph[] {
  return [
    new Paragraph({ style: 'AttachmentLabel', pageBreakBefore: true, children: runs([label], 'AttachmentLabel') }),
    new Paragraph({ style: 'AttachmentLabel' }),
    ...title([name], 'AttachmentTitle'),
    new Paragraph({ style: 'AttachmentLabel' }),
  ]
}

/**
 * Issuer and date without a seal (§7.3.5.2): the issuer two characters from the right, the date beginning two characters
 * to the right of it; where the date is the longer one it stands two characters from the right instead. An issuer that is
 * longer than a line is broken between its words.
 */
export function signOff(issuer: string, dateText: string): readonly Paragraph[] {
  const two = 2 * character.三号
  const fromRight = { alignment: AlignmentType.RIGHT, indent: { right: two } }
  const lines = issuerLines(issuer)
  const issuerFirst = Math.max(0, page.textWidth - two - Math.max(...lines.map(widthInBody)))
  const dateFirst = page.textWidth - two - widthInBody(dateText)
  const dateIsLonger = issuerFirst + two > dateFirst
  const issuerLeft = { indent: { left: dateIsLonger ? dateFirst - two : issuerFirst } }
  const issuerPlace = dateIsLonger || lines.length > 1 ? issuerLeft : fromRight
  const datePlace = dateIsLonger ? fromRight : { indent: { left: issuerFirst + two } }
  return [
    ...lines.map((line) => new Paragraph({ style: 'Issuer', ...issuerPlace, children: runs([line], 'Issuer') })),
    new Paragraph({ style: 'IssueDate', ...datePlace, children: runs([dateText], 'IssueDate') }),
  ]
}

/** 署名 in its lines. */
export function issuerLines(issuer: string): readonly string[] {
  return titleLines([issuer], grid.characters - 4)
}

/** Justified hanzi would be torn apart before a long word in Latin letters. */
function alignmentOf(style: StyleId, spans: readonly Span[]) {
  return style === 'OfficialBody' && hasLongWord(spans) ? { alignment: AlignmentType.LEFT } : {}
}

/** Twips of a text in 三号. */
function widthInBody(text: string): number {
  return widthOf(text) * character.三号
}
