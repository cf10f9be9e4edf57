import { oneLine } from './text.ts'

/**
 * The pieces of a name or title between which a line may end: words of the language, with what cannot begin or end a line
 * kept at its word, and what stands in brackets kept whole.
 */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let depth = 0
  for (const { segment } of segmenter.segment(oneLine(text))) {
    const before = words.at(-1)
    if (before !== undefined && (depth > 0 || belongsTo(before, segment))) words[words.length - 1] = before + segment
    else words.push(segment)
    depth = Math.max(0, depth + brackets(segment))
  }
  return words
}

/** A person's name may end a line only behind the dot between its parts: 买买提·吐尔逊 → 买买提·, 吐尔逊. */
export function nameParts(name: string): readonly string[] {
  return oneLine(name).split(/(?<=[·•・])/)
}

/** The names of a list as it was typed, each with the mark behind it. */
export function namesIn(list: string): readonly string[] {
  return oneLine(list)
    .split(/(?<=[、，；,;]) ?(?![^（(]*[）)])/)
    .filter((name) => name !== '')
}

/**
 * Names in their lines, as many on each as fit; a name that is too long for the rest of a line begins the next one, and only
 * one that is longer than a line is broken, between its parts. Widths in characters.
 */
export function nameLines(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  const put = (piece: string) => {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last + piece) <= width) lines[lines.length - 1] = last + piece
    else lines.push(piece)
  }
  for (const piece of pieces) {
    if (widthOf(piece) <= width) put(piece)
    else for (const part of nameParts(piece)) put(part)
  }
  return lines
}

/** Hanzi of a text; digits and Latin letters are half as wide. The dot inside a name is as wide as a hanzi in Chinese faces. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x80 ? 0.5 : 1), 0)
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

function belongsTo(before: string, segment: string): boolean {
  if (/^[\p{Pe}\p{Pf}、，。；：！？·•・％%的地得了着们之]/u.test(segment) || /[\p{Ps}\p{Pi}·•・]$/u.test(before))
    return true
  // The last hanzi of what an office is called: 办公|室, 税务|局
  if (/^[局处科厅组会院所部室站队股省市县区州]$/.test(segment)) return true
  // What the dictionary does not know falls apart into single hanzi; a number goes with its measure word.
  return segment.length === 1 && (/^.$/u.test(before) || /[\dA-Za-z]$/.test(before))
}

function brackets(segment: string): number {
  return (segment.match(/[\p{Ps}\p{Pi}]/gu)?.length ?? 0) - (segment.match(/[\p{Pe}\p{Pf}]/gu)?.length ?? 0)
}
