import { TextRun } from 'docx'
import { withLineBreaks } from '../../contract/text/textRule.ts'
import { faceFor, type FontName } from './fonts.ts'
import { fontOfStyle, type StyleId } from './styles.ts'

/** A stretch of text in the style's own face, or in another one (a label in 黑体, a hash in 宋体). */
export type Span = string | SpanLook

type SpanLook = {
  readonly text: string
  readonly font?: FontName
  readonly size?: number
  /** Begins a new line inside the paragraph. */
  readonly newLine?: boolean
}

/**
 * Text that XML 1.0 can hold: separators of lines become line breaks, other control characters go, tabs and other spaces become one space, a lone surrogate becomes U+FFFD.
 * Bidirectional controls go too: they can make a signed sentence read differently from its order (UAX 9).
 */
export function printable(text: string): string {
  return withLineBreaks(text)
    .toWellFormed()
    .replace(/[\t\u00a0]/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\ufffe\uffff]/g, '')
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? control : ''))
}

/** The lines of a text as a person typed them, without empty ones: each becomes a paragraph. */
export function paragraphsOf(text: string): readonly string[] {
  return printable(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A text on one line, for cells and headings. */
export function oneLine(text: string): string {
  return paragraphsOf(text).join(' ')
}

/**
 * Whether a line of justified hanzi would be torn apart: a word in Latin letters too long for the rest of the line goes to
 * the next one whole.
 */
export function hasLongWord(spans: readonly Span[]): boolean {
  return spans.some((span) => /[!-~]{12,}/.test(typeof span === 'string' ? span : span.text))
}

/** Runs of a paragraph in `style`, a rare character in the face that has it. */
export function runs(spans: readonly Span[], style: StyleId): readonly TextRun[] {
  return spans.flatMap((span) => {
    const { text, ...look } = typeof span === 'string' ? { text: span } : span
    return spanRuns(printable(text).replaceAll('\n', ' '), look, fontOfStyle(style))
  })
}

function spanRuns(text: string, look: Omit<SpanLook, 'text'>, styleFont: FontName): TextRun[] {
  return byFace(text, look.font ?? styleFont).map(
    (part, index) =>
      new TextRun({
        text: part.text,
        ...(part.font === styleFont ? {} : { font: allScripts(part.font) }),
        ...(look.size === undefined ? {} : { size: look.size }),
        ...(look.newLine && index === 0 ? { break: 1 } : {}),
      }),
  )
}

/** Both w:ascii/w:hAnsi and w:eastAsia: Word chooses by script, and a document of two faces looks broken. */
function allScripts(font: FontName) {
  return { ascii: font, hAnsi: font, eastAsia: font, cs: font }
}

type FacePart = { readonly text: string; readonly font: FontName }

function byFace(text: string, face: FontName): readonly FacePart[] {
  const parts: FacePart[] = []
  for (const character of text) {
    const font = faceFor(character, face)
    const last = parts.at(-1)
    if (last?.font === font) parts.splice(-1, 1, { text: last.text + character, font })
    else parts.push({ text: character, font })
  }
  return parts
}
