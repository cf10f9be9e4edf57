/** One piece of two texts laid over each other. */
export type Piece = { readonly what: 'same' | 'added' | 'removed'; readonly text: string }

/**
 * Two texts word by word, for a person who asks what an edit changed: what stays, what left, what came. Read in order, without
 * what was removed it is the later text, without what was added the earlier one.
 */
export function textDifference(from: string, to: string): readonly Piece[] {
  const byWord = differenceOf(wordsOf(from), wordsOf(to))
  // Two long texts that have little in common are laid over each other sentence by sentence.
  return joined(byWord ?? differenceOf(sentencesOf(from), sentencesOf(to)) ?? replaced([from], [to]))
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

function wordsOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function sentencesOf(text: string): readonly string[] {
  return text.match(/[^。；！？\n]*[。；！？\n]|[^。；！？\n]+$/gu) ?? []
}

/** So many comparisons take a few milliseconds. */
const mostCompared = 1_000_000

/** undefined where that would take too long. What both begin and end with is not compared. */
function differenceOf(from: readonly string[], to: readonly string[]): readonly Piece[] | undefined {
  let start = 0
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1
  let end = 0
  const most = Math.min(from.length, to.length) - start
  while (end < most && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1
  const left = from.slice(start, from.length - end)
  const come = to.slice(start, to.length - end)
  if (left.length * come.length > mostCompared) return undefined
  return [...same(from.slice(0, start)), ...longestCommon(left, come), ...same(from.slice(from.length - end))]
}

function longestCommon(left: readonly string[], come: readonly string[]): readonly Piece[] {
  const width = come.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = come.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === come[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pieces: Piece[] = []
  let [row, column] = [0, 0]
  while (row < left.length && column < come.length) {
    const word = left[row] ?? ''
    if (word === come[column]) {
      pieces.push({ what: 'same', text: word })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      pieces.push({ what: 'removed', text: word })
      row += 1
    } else {
      pieces.push({ what: 'added', text: come[column] ?? '' })
      column += 1
    }
  }
  return [...pieces, ...replaced(left.slice(row), come.slice(column))]
}

function same(words: readonly string[]): readonly Piece[] {
  return words.map((text) => ({ what: 'same', text }))
}

function replaced(left: readonly string[], come: readonly string[]): readonly Piece[] {
  return [
    ...left.map((text) => ({ what: 'removed', text }) as const),
    ...come.map((text) => ({ what: 'added', text }) as const),
  ]
}

/** Neighbours alike are one piece; none is empty. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const run: Piece[] = []
  for (const { what, text } of pieces) {
    const last = run.at(-1)
    if (text === '') continue
    if (last?.what === what) run[run.length - 1] = { what, text: last.text + text }
    else run.push({ what, text })
  }
  return run
}
