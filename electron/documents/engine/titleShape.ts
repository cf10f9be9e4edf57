import { oneLine } from './text.ts'

/** 二号 characters on one line of 156 mm. */
const lineLength = 20

/**
 * A title's lines: broken only between words, as few lines as fit, and of lengths that make a trapezoid or diamond, never
 * an hourglass or a lone last word (GB/T 9704 §7.3.1). `words` may not be broken inside, except one longer than a line.
 */
export function titleLines(words: readonly string[]): readonly string[] {
  const pieces = words.map(oneLine).flatMap((word) => chunks(word))
  for (let count = 1; count <= pieces.length; count += 1) {
    const fitting = partitions(pieces, count).filter((lines) => lines.every((line) => widthOf(line) <= lineLength))
    const best = fitting.toSorted((a, b) => ugliness(a) - ugliness(b))[0]
    if (best !== undefined) return best
  }
  return pieces
}

function chunks(word: string): readonly string[] {
  const characters = Array.from(word)
  if (widthOf(word) <= lineLength) return word === '' ? [] : [word]
  const count = Math.ceil(characters.length / lineLength)
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * lineLength, (index + 1) * lineLength).join(''),
  )
}

/** Every way to join neighbouring words into `count` lines; titles have few words. */
function partitions(words: readonly string[], count: number): readonly (readonly string[])[] {
  if (count === 1) return [[words.join('')]]
  const results: (readonly string[])[] = []
  for (let first = 1; first <= words.length - count + 1; first += 1) {
    for (const rest of partitions(words.slice(first), count - 1))
      results.push([words.slice(0, first).join(''), ...rest])
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

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x80 ? 0.5 : 1), 0)
}
