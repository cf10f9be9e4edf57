import { grid } from './layout.ts'
import { widthOf } from './words.ts'

/** A paragraph in two: the second is short enough to keep with what follows it. */
export type Parted = {
  readonly first: string
  readonly last: string
  /** Cut where a line ends, not a sentence: the second part goes on without an indent. */
  readonly goesOn: boolean
}

/**
 * The end of a paragraph that has at most so many lines: its last sentences, else its last clauses, else, where nothing parts
 * it, its last lines. undefined where the whole is no longer.
 */
export function lastWords(text: string, lines: number): Parted | undefined {
  const room = lines * grid.characters - 2
  if (widthOf(text) <= room) return undefined
  const end = cutBehind(text, sentenceEnds, room) ?? cutBehind(text, clauseEnds, room)
  if (end !== undefined) return { first: text.slice(0, end), last: text.slice(end).trimStart(), goesOn: false }
  const cut = endOfLine(text, room)
  return { first: text.slice(0, cut), last: text.slice(cut), goesOn: true }
}

const sentenceEnds = /[。！？；…][”’）》」』]*/gu
const clauseEnds = /[，、：,;][”’）》」』]*/gu

/** The first end behind which the rest has room; the rest is never empty. */
function cutBehind(text: string, ends: RegExp, room: number): number | undefined {
  return [...text.matchAll(ends)]
    .map(({ index, 0: mark }) => index + mark.length)
    .find((end) => end < text.length && widthOf(text.slice(end)) <= room && text.slice(end).trim() !== '')
}

/** The end of the last line of 28 characters, the first of which is indented, before the rest has room. */
function endOfLine(text: string, room: number): number {
  const signs = Array.from(text)
  let [width, line, cut, position] = [2, 0, 0, 0]
  for (const sign of signs) {
    const wide = widthOf(sign)
    if (width + wide > grid.characters) {
      line += 1
      width = 0
      cut = position
      if (widthOf(text.slice(position)) <= room) break
    }
    width += wide
    position += sign.length
  }
  return line === 0 ? position : cut
}
