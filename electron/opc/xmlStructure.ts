import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { unreadable } from './fault.ts'

export type XmlLimits = {
  readonly depth: number
  /** Elements, comments, instructions and CDATA sections. */
  readonly nodes: number
  /** Of one element. */
  readonly attributes: number
  readonly allAttributes: number
}

/**
 * Counts along the text, without a tree and without calling itself. Throws Problem 'docx.unreadable'. What is not well formed is
 * left to the parser: it gets no more than this much of it.
 */
export function checkXmlStructure(text: string, limits: XmlLimits = outsideLimits.xml): void {
  const found = { depth: 0, nodes: 0, attributes: 0 }
  let at = text.indexOf('<')
  while (at >= 0) {
    const skipped = sections.find(({ begin }) => text.startsWith(begin, at))
    const tag = skipped === undefined ? readTag(text, at) : readSection(text, at, skipped)
    if (tag.kind === 'close') found.depth -= 1
    else found.nodes += 1
    if (tag.kind === 'open') found.depth += 1
    found.attributes += tag.attributes
    const within =
      found.depth <= limits.depth &&
      found.nodes <= limits.nodes &&
      tag.attributes <= limits.attributes &&
      found.attributes <= limits.allAttributes
    if (!within) throw unreadable('too-complex')
    at = text.indexOf('<', tag.end)
  }
}

const sections = [
  { begin: '<!--', end: '-->' },
  { begin: '<![CDATA[', end: ']]>' },
  { begin: '<?', end: '?>' },
]

type Tag = { readonly kind: 'open' | 'empty' | 'close'; readonly attributes: number; readonly end: number }

function readSection(text: string, at: number, { begin, end }: (typeof sections)[number]): Tag {
  const found = text.indexOf(end, at + begin.length)
  return { kind: 'empty', attributes: 0, end: found < 0 ? text.length : found }
}

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
