import { oneLine } from './text.ts'
import { widthOf, wordsOf } from './words.ts'

/** 二号 characters on one line of 156 mm. */
const titleWidth = 20

/**
 * A title's lines: broken only between words, as few lines as fit, and of lengths that make a trapezoid or diamond, never
 * an hourglass or a lone last word (GB/T 9704 §7.3.1). One of `words` is broken, at the words of the language, only where it
 * is longer than a line.
 */
export function titleLines(words: readonly string[], width = titleWidth): readonly string[] {
  const pieces = words.map(oneLine).flatMap((word) => chunks(word, width))
  const least = Math.max(1, Math.ceil(widthOf(pieces.join('')) / width))
  for (let count = least; count <= pieces.length; count += 1) {
    const best = partitions(pieces, count, width).toSorted((a, b) => ugliness(a) - ugliness(b))[0]
    if (best !== undefined) return best
  }
  return pieces
}

function chunks(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return word === '' ? [] : [word]
  return wordsOf(word).flatMap((piece) => (widthOf(piece) <= width ? [piece] : cut(piece, width)))
}

function cut(piece: string, width: number): readonly string[] {
  const characters = Array.from(piece)
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, index) =>
    characters.slice(index * width, (index + 1) * width).join(''),
  )
}

/** Every way to join neighbouring words into `count` lines that fit. */
function partitions(words: readonly string[], count: number, width: number): readonly (readonly string[])[] {
  const whole = words.join('')
  if (widthOf(whole) > count * width) return []
  if (count === 1) return [[whole]]
  const results: (readonly string[])[] = []
  for (let first = 1; first <= words.length - count + 1; first += 1) {
    const line = words.slice(0, first).join('')
    if (widthOf(line) > width) break
    for (const rest of partitions(words.slice(first), count - 1, width)) results.push([line, ...rest])
  }
  return results
}

/** Uneven lines cost, equal ones cost a little, an hourglass and a remainder of under four characters cost much. */
function ugliness(lines: readonly string[]): number {
  const lengths = lines.map(widthOf)
  const longest = Math.max(...lengths)
  const spread = longest - Math.min(...lengths)
  const hourglass = lengths.some((length, index) => {
    const before = lengths[index - 1]
    const after = lengths[index + 1]
    return before !== undefined && after !== undefined && length < before && length < after
  })
  return Math.abs(spread - 3) + (hourglass ? 20 : 0) + (Math.min(...lengths) < 4 ? 20 : 0)
}
