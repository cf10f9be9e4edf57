import { expect, test } from 'vitest'
import {
  hashed,
  pooledRandom,
  randomBytes,
  RunningHash,
  sha256Base64url,
  sha256Hex,
} from '../../electron/crypto/hash.ts'
import { sampleBytes, through } from './collect.ts'

test.each([
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('SHA-256 of %j is the one in FIPS 180-4', (text, expected) => {
  expect(sha256Hex(text)).toBe(expected)
  expect(sha256Hex(Buffer.from(text))).toBe(expected)
  expect(sha256Base64url(text)).toBe(Buffer.from(expected, 'hex').toString('base64url'))
})

test('what is hashed on the way passes unchanged, and its hash and size are known at the end', async () => {
  const bytes = sampleBytes(300_000)
  const hash = new RunningHash()
  expect((await through(bytes, (source) => hashed(source, hash), 7_001)).equals(bytes)).toBe(true)
  expect(hash.result()).toEqual({ sha256: sha256Hex(bytes), size: 300_000 })
})

test('random bytes have the length asked for and do not repeat', () => {
  expect(randomBytes(32)).toHaveLength(32)
  expect(randomBytes(32).equals(randomBytes(32))).toBe(false)
})

test('random bytes from a pool do not repeat either, and what was given stays as it was', () => {
  const random = pooledRandom()
  const given = Array.from({ length: 2000 }, (_, index) => random(16 + (index % 5)))
  const then = given.map((bytes) => bytes.toString('hex'))
  expect(new Set(then.map((hex) => hex.slice(0, 32))).size).toBe(2000)
  expect(random(5000)).toHaveLength(5000)
  expect(given.map((bytes) => bytes.toString('hex'))).toEqual(then)
})
