import { AlignmentType, Paragraph } from 'docx'
import { fonts } from './fonts.ts'
import { character, page } from './layout.ts'
import type { StyleId } from './styles.ts'
import { chineseDate } from './chinese.ts'
import { hasLongWord, paragraphsOf, runs, type Span } from './text.ts'
import { titleLines } from './titleShape.ts'

/** A paragraph in one of the engine's styles. */
export function paragraph(style: StyleId, ...spans: readonly Span[]): Paragraph {
  const alignment = style === 'OfficialBody' && hasLongWord(spans) ? { alignment: AlignmentType.LEFT } : {}
  return new Paragraph({ style, ...alignment, children: runs(spans, style) })
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

export function body(text: string): readonly Paragraph[] {
  return paragraphsOf(text).map((line) => paragraph('OfficialBody', line))
}

/** 附件说明, one blank line below the body (§7.3.4): `附件：1．证据清单`, no mark at the end. */
export function attachmentList(names: readonly string[]): readonly Paragraph[] {
  if (names.length === 0) return []
  const [first = ''] = names
  if (names.length === 1) return [blankLine(), paragraph('AttachmentList', `附件：${first}`)]
  const lines = names.map((name, index) => {
    const spans = [`${index === 0 ? '附件：' : ''}${index + 1}．${name}`]
    const hanging = 1.5 * character.三号
    const indent = index === 0 ? {} : { indent: { left: 6.5 * character.三号, hanging } }
    return new Paragraph({ style: 'AttachmentList', ...indent, children: runs(spans, 'AttachmentList') })
  })
  return [blankLine(), ...lines]
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
 * to the right of it; where the date is the longer one it stands two characters from the right instead.
 */
export function signOff(issuer: string, date: string): readonly Paragraph[] {
  const dateText = chineseDate(date)
  const issuerWidth = widthOf(issuer)
  const dateWidth = widthOf(dateText)
  const two = 2 * character.三号
  const issuerFirst = page.textWidth - two - issuerWidth
  const dateFirst = Math.min(issuerFirst + two, page.textWidth - two - dateWidth)
  const shifted = Math.min(issuerFirst, dateFirst - two)
  return [
    new Paragraph({ style: 'Issuer', indent: { left: Math.max(0, shifted) }, children: runs([issuer], 'Issuer') }),
    new Paragraph({ style: 'IssueDate', indent: { left: dateFirst }, children: runs([dateText], 'IssueDate') }),
  ]
}

/** Twips of a text in 三号: digits and Latin letters are half as wide as hanzi. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (sum, sign) => sum + (sign.charCodeAt(0) < 0x80 ? character.三号 / 2 : character.三号),
    0,
  )
}
