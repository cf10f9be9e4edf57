import { expect, test } from 'vitest'
import { gathered } from '../../electron/crypto/byteStream.ts'

async function* pieces(...sizes: readonly number[]): AsyncGenerator<Uint8Array, void, undefined> {
  let next = 0
  for (const size of sizes) yield Uint8Array.from({ length: size }, () => (next += 1))
}

test.each([
  { sizes: [3, 3, 3, 1], size: 5, expected: [5, 5] },
  { sizes: [9, 1], size: 5, expected: [5, 5] },
  { sizes: [5, 5], size: 5, expected: [5, 5] },
  { sizes: [0], size: 5, expected: [] },
])('pieces of $sizes bytes are gathered to $expected, nothing lost or moved', async ({ sizes, size, expected }) => {
  const found: Uint8Array[] = []
  for await (const piece of gathered(pieces(...sizes), size)) found.push(Uint8Array.from(piece))
  expect(found.map((piece) => piece.length)).toEqual(expected)
  const count = sizes.reduce((sum, length) => sum + length, 0)
  expect([...Buffer.concat(found)]).toEqual(Array.from({ length: count }, (_, index) => index + 1))
})
