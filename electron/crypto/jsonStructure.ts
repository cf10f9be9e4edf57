import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import type { JsonValue } from './canonicalJson.ts'

/**
 * JSON.parse for a text of a stranger: what walks its value calls itself, and a checker notes a fault for each of its members, so
 * how deep and how many is asked first. Throws a TypeError; a SyntaxError where it is no JSON.
 */
export function parseJson(text: string, members: number): JsonValue {
  checkJsonStructure(text, { depth: outsideLimits.json.depth, members })
  return JSON.parse(text) as JsonValue
}

const quote = 0x22
const comma = 0x2c
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Along the text, without calling itself; a member is told by the comma or the bracket before it. */
function checkJsonStructure(text: string, limits: { readonly depth: number; readonly members: number }): void {
  let depth = 0
  let members = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) at = endOfString(text, at)
    else if (sign === comma) members += 1
    else if (opening.has(sign)) {
      depth += 1
      members += 1
    } else if (closing.has(sign)) depth -= 1
    if (depth > limits.depth || members > limits.members) throw new TypeError('JSON of too many members or levels')
  }
}

/** The place of its closing quote, which no backslash of its own stands before. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return end
  }
  return text.length
}
