import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { comparisonCode, sameCode } from '../../electron/crypto/code.ts'

test('a code is twelve digits in groups of four, taken from the SHA-256', () => {
  const number = BigInt(`0x${createHash('sha256').update('申请').digest('hex').slice(0, 16)}`) % 1_000_000_000_000n
  expect(comparisonCode('申请').replaceAll(' ', '')).toBe(number.toString().padStart(12, '0'))
  expect(comparisonCode('申请')).toMatch(/^\d{4} \d{4} \d{4}$/u)
})

test('codes of many texts all have the form, leading zeros too, and differ', () => {
  const codes = Array.from({ length: 2000 }, (_, index) => comparisonCode(`request ${index}`))
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
