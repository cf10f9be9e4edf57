import { expect, test } from 'vitest'
import { isUuidV8Of, uuidV5, uuidV7, uuidV8, uuidVersion } from '../../electron/crypto/uuid.ts'
import { sampleBytes } from './collect.ts'

test('a version 7 id carries version, variant and the time of the sample in RFC 9562 appendix A.6', () => {
  const id = uuidV7(0x017f22e279b0, sampleBytes(16))
  expect(id.slice(0, 14)).toBe('017f22e2-79b0-')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
})

test('the same time and random bytes give the same id, others another: there is no hidden counter', () => {
  const a = uuidV7(1_795_332_000_000, sampleBytes(16, 1))
  uuidV7(1_795_332_000_000, sampleBytes(16, 2))
  expect(uuidV7(1_795_332_000_000, sampleBytes(16, 1))).toBe(a)
  const many = Array.from({ length: 500 }, (_, seed) => uuidV7(1_795_332_000_000, sampleBytes(16, seed + 1)))
  expect(new Set(many).size).toBe(500)
})

test('ids of a later millisecond sort after those of an earlier one', () => {
  const ids = [3, 1, 2].map((offset) => uuidV7(1_795_332_000_000 + offset, sampleBytes(16, offset)))
  expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]])
})

test('the wrong number of random bytes is refused', () => {
  expect(() => uuidV7(0, sampleBytes(15))).toThrow(RangeError)
  expect(() => uuidV7(0, sampleBytes(17))).toThrow(RangeError)
})

test('a version 5 id is the sample of RFC 9562 appendix A.4', () => {
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('a Chinese name is hashed as UTF-8', () => {
  // uuid.uuid5(uuid.NAMESPACE_DNS, '发票') of Python 3.
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', '发票')).toBe('afef5cdd-127d-5152-a665-e88719bf784e')
})

test('a version 8 id is the time and 74 bits of a digest, and is found again without the time', () => {
  const digest = sampleBytes(32, 3)
  const id = uuidV8(0x017f22e279b0, digest)
  expect(id).toMatch(/^017f22e2-79b0-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
  expect(id.replaceAll('-', '').slice(20)).toBe(Buffer.from(digest.subarray(4, 10)).toString('hex'))
  expect(isUuidV8Of(id, digest)).toBe(true)
  expect(isUuidV8Of(id, sampleBytes(32, 4))).toBe(false)
  expect(isUuidV8Of(id.toUpperCase(), digest)).toBe(false)
  expect([id, uuidV7(0, digest.subarray(0, 16))].map(uuidVersion)).toEqual(['8', '7'])
})
