import { unreadable } from './fault.ts'

/**
 * What a part's XML may come to. Bytes alone do not bound it: 17 KB in a zip unfold to millions of elements in each other, and
 * whatever walks them by calling itself ends the process. A memo of 300 findings has
 * 13 levels, 52,379 elements and 33 attributes at most (measured).
 */
export type XmlLimits = {
  readonly bytes: number
  /** Elements within elements. */
  readonly depth: number
  readonly elements: number
  /** Of one element. */
  readonly attributes: number
}

export const xmlLimits: XmlLimits = { bytes: 48 * 1024 * 1024, depth: 256, elements: 1_000_000, attributes: 500 }

/**
 * Counts along the text, without a tree and without calling itself. Throws Problem 'docx.unreadable'. What is not well formed is
 * left to the parser: it gets no more than this much of it.
 */
export function checkXmlStructure(text: string, limits: XmlLimits = xmlLimits): void {
  let depth = 0
  let elements = 0
  let at = text.indexOf('<')
  while (at >= 0) {
    const skipped = sections.find(({ begin }) => text.startsWith(begin, at))
    if (skipped !== undefined) {
      const end = text.indexOf(skipped.end, at + skipped.begin.length)
      if (end < 0) return
      at = text.indexOf('<', end)
      continue
    }
    const tag = readTag(text, at)
    if (tag.attributes > limits.attributes) throw unreadable('too-complex')
    if (tag.kind === 'close') depth -= 1
    else elements += 1
    if (tag.kind === 'open') depth += 1
    if (depth > limits.depth || elements > limits.elements) throw unreadable('too-complex')
    at = text.indexOf('<', tag.end)
  }
}

const sections = [
  { begin: '<!--', end: '-->' },
  { begin: '<![CDATA[', end: ']]>' },
  { begin: '<?', end: '?>' },
]

type Tag = { readonly kind: 'open' | 'empty' | 'close'; readonly attributes: number; readonly end: number }

const quoteOrEnd = /["'>]/g

/** To the `>` that stands in no value; each value is an attribute. */
function readTag(text: string, start: number): Tag {
  let attributes = 0
  let at = start
  for (;;) {
    quoteOrEnd.lastIndex = at
    const found = quoteOrEnd.exec(text)
    if (found === null) return { kind: 'open', attributes, end: text.length }
    if (found[0] === '>') {
      const kind = text[start + 1] === '/' ? 'close' : text[found.index - 1] === '/' ? 'empty' : 'open'
      return { kind, attributes, end: found.index }
    }
    attributes += 1
    const close = text.indexOf(found[0], found.index + 1)
    if (close < 0) return { kind: 'open', attributes, end: text.length }
    at = close + 1
  }
}
