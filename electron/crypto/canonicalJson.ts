import canonicalize from 'canonicalize'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * RFC 8785 text of a value. Throws on everything JSON would drop or bend silently (undefined, functions, dates, sparse
 * arrays, NaN, infinities, lone surrogates) and on nesting deeper than 100: what is hashed must be what was meant.
 */
export function canonicalJson(value: JsonValue): string {
  assertJson(value, 0)
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('the value has no JSON form')
  return text
}

const deepest = 100

function assertJson(value: unknown, depth: number): void {
  if (depth > deepest) throw new TypeError('JSON is nested too deeply')
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') return assertWellFormed(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no such number')
    return
  }
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`)
  if (Array.isArray(value)) {
    // By index, because forEach skips holes.
    for (let index = 0; index < value.length; index += 1) assertJson(value[index], depth + 1)
    return
  }
  assertPlain(value)
  for (const [key, member] of Object.entries(value)) {
    assertWellFormed(key)
    assertJson(member, depth + 1)
  }
}

function assertWellFormed(text: string): void {
  if (!text.isWellFormed()) throw new TypeError('JSON text holds a lone surrogate')
}

function assertPlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('JSON takes plain objects only')
}
