import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { comparisonCode, sameCode } from '../../electron/crypto/code.ts'

/** Twelve digits at any cost; that of the format takes half a second each. */
const cheapCost = { n: 2 ** 4, r: 8, p: 1 }

test('a code is twelve digits in groups of four, taken from the scrypt of the text under the name of the format', async () => {
  const key = scryptSync('申请', 'mingcha-code/1', 8, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 })
  const digits = (key.readBigUInt64BE() % 1_000_000_000_000n).toString().padStart(12, '0')
  expect(await comparisonCode('申请')).toBe(digits.replace(/^(.{4})(.{4})(.{4})$/u, '$1 $2 $3'))
})

test('the digits of the format stay what they are: two versions of the program must see the same', async () => {
  expect(await comparisonCode('申请')).toBe('4845 3550 2758')
})

test('codes of many texts all have the form, leading zeros too, and differ', async () => {
  const texts = Array.from({ length: 2000 }, (_, index) => `request ${index}`)
  const codes = await Promise.all(texts.map((text) => comparisonCode(text, cheapCost)))
  expect(codes.every((code) => /^\d{4} \d{4} \d{4}$/u.test(code))).toBe(true)
  expect(codes.some((code) => code.startsWith('0'))).toBe(true)
  expect(new Set(codes).size).toBe(2000)
})

test.each<[string, boolean]>([
  ['1234 5678 9012', true],
  ['123456789012', true],
  ['１２３４　５６７８　９０１２', true],
  ['1234-5678-9012', true],
  ['1234–5678–9012', true],
  ['\u200b1234 5678\u00a09012\n', true],
  ['1234 5678 9013', false],
  ['1234 5678', false],
  ['', false],
  ['1234 5678 9012 3', false],
  ['abcd 1234 5678 9012', false],
])('%j against 1234 5678 9012: %s', (typed, same) => {
  expect(sameCode(typed, '1234 5678 9012')).toBe(same)
  expect(sameCode('1234 5678 9012', typed)).toBe(same)
})

test('two equal texts that are no codes are not the same code', () => {
  expect(sameCode('', '')).toBe(false)
  expect(sameCode('twelveletter', 'twelveletter')).toBe(false)
})
