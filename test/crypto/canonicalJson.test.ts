import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from '../../electron/crypto/canonicalJson.ts'

test('the sample of RFC 8785 §3.2.2 and §3.2.3 comes out as printed there', () => {
  const sample = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as JsonValue
  expect(canonicalJson(sample)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

test('names are sorted by UTF-16 code units as in RFC 8785 §3.2.3', () => {
  const sample = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  const order = ['Carriage Return', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew']
  const text = canonicalJson(sample)
  expect(text.startsWith(String.raw`{"\r":"Carriage Return","1":"One","`)).toBe(true)
  expect(order.toSorted((a, b) => text.indexOf(a) - text.indexOf(b))).toEqual(order)
})

/** RFC 8785 appendix B: IEEE 754 bits and the text they become. */
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['41b3de4355555553', '333333333.3333332'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the number %s is written as %s', (bits, text) => {
  expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
})

const sparse: unknown[] = []
sparse[1] = 1

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['an undefined member', { a: undefined }],
  ['an undefined element', [undefined]],
  ['a hole', sparse],
  ['a function', { a: () => 1 }],
  ['a symbol', [Symbol('a')]],
  ['a bigint', [1n]],
  ['NaN', { a: Number.NaN }],
  ['infinity', [Number.POSITIVE_INFINITY]],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a name', { '\udc00': 1 }],
  ['a date', { at: new Date(0) }],
  ['bytes', new Uint8Array(2)],
  ['a map', new Map()],
  ['an object with toJSON on its class', new URL('https://example.invalid')],
  ['nesting without end', Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1)],
])('%s is refused, not dropped or bent', (_name, value) => {
  expect(() => canonicalJson(value as JsonValue)).toThrow(TypeError)
})

test('the order of names does not matter and reading back gives the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
      const text = canonicalJson(value as JsonValue)
      expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text)
      expect(canonicalJson(reversed(value as JsonValue))).toBe(text)
    }),
  )
})

function reversed(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member as JsonValue)]),
  )
}
