import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blobName, blobPlainSize, decryptBlob, decryptRange, encryptBlob } from '../../electron/crypto/blob.ts'
import { flip, problemOf, sampleBytes, through } from './collect.ts'

const key = sampleBytes(32)
const header = 40
const chunk = 65_536
const sealedChunk = chunk + 16
const sizes = [0, 1, 15, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 1234]

function range(bytes: Buffer, start: number, end: number, size = bytes.length): Promise<Buffer> {
  const readAt = (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, offset + length))
  return buffer(Readable.from(decryptRange({ readAt, size, key, start, end })))
}

test.each(sizes)('%i bytes come back unchanged, whole and as a range, and the size is known', async (size) => {
  const plain = sampleBytes(size)
  const sealed = await through(plain, encryptBlob(key), 4_099)
  expect(sealed).toHaveLength(header + size + 16 * Math.max(1, Math.ceil(size / chunk)))
  expect((await through(sealed, decryptBlob(key), 9_973)).equals(plain)).toBe(true)
  expect(blobPlainSize(sealed.length)).toBe(size)
  expect((await range(sealed, 0, size)).equals(plain)).toBe(true)
})

test('the sealed bytes hold nothing of the plain ones and are different every time', async () => {
  const plain = Buffer.from('国家税务局'.repeat(100))
  const [a, b] = await Promise.all([through(plain, encryptBlob(key)), through(plain, encryptBlob(key))])
  expect(a.includes(plain.subarray(0, 15))).toBe(false)
  expect(a.subarray(header).equals(b.subarray(header))).toBe(false)
})

function chunkKeyOf(head: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, head.subarray(8, header), head.subarray(0, header), 32))
}

function openByHand(head: Buffer, bytes: Buffer, nonce: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', chunkKeyOf(head), Buffer.from(nonce, 'hex'))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])
}

function sealByHand(head: Buffer, bytes: Buffer, nonce: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', chunkKeyOf(head), Buffer.from(nonce, 'hex'))
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

const firstNonce = '000000000000000000000000'
const secondAndLastNonce = '000000000000000000000101'

test('the format is the documented one: read here without the code under test', async () => {
  const plain = sampleBytes(chunk + 5)
  const sealed = await through(plain, encryptBlob(key))
  expect(sealed.subarray(0, 8).toString('latin1')).toBe('MCBLOB\u0001\u0010')
  const first = openByHand(sealed, sealed.subarray(header, header + sealedChunk), firstNonce)
  const second = openByHand(sealed, sealed.subarray(header + sealedChunk), secondAndLastNonce)
  expect(Buffer.concat([first, second]).equals(plain)).toBe(true)
})

test('there is one form only: an empty chunk after a full one is refused, though its tag holds', async () => {
  const head = (await through(Buffer.alloc(0), encryptBlob(key))).subarray(0, header)
  const first = sealByHand(head, sampleBytes(chunk), firstNonce)
  const written = (last: Buffer) => Buffer.concat([head, first, sealByHand(head, last, secondAndLastNonce)])
  expect(await through(written(Buffer.alloc(1)), decryptBlob(key))).toHaveLength(chunk + 1)
  const doubtful = written(Buffer.alloc(0))
  expect(await problemOf(() => through(doubtful, decryptBlob(key)))).toBe('blob.damaged')
  expect(await problemOf(() => blobPlainSize(doubtful.length))).toBe('blob.damaged')
})

/** Recorded when the format was made, key as above. If this fails, evidence in use can no longer be opened. */
const recorded = 'TUNCTE9CARBMLqY2oq1fmJGnucqGXH/x8p8bS+zh0ubhDZr0Wvl9j3U2LWGeGYb8YM63nsT5fpZwQWrEYvnfTPfe3As='

test('a blob recorded with version 1 of the format still opens', async () => {
  expect((await through(Buffer.from(recorded, 'base64'), decryptBlob(key))).toString()).toBe('一张照片')
})

/** Three full chunks and a short one. */
const plain = sampleBytes(3 * chunk + 1000)
const sealed = await through(plain, encryptBlob(key))
const at = (index: number) => header + index * sealedChunk
const part = (index: number) => sealed.subarray(at(index), at(index + 1))
const head = sealed.subarray(0, header)

const altered: readonly (readonly [string, () => Buffer])[] = [
  ['cut to nothing', () => Buffer.alloc(0)],
  ['cut inside the header', () => sealed.subarray(0, 39)],
  ['cut after the header', () => head],
  ['cut inside the first chunk', () => sealed.subarray(0, 1000)],
  ['cut at the border of the first chunk', () => sealed.subarray(0, at(1))],
  ['cut at the border of the third chunk', () => sealed.subarray(0, at(3))],
  ['cut inside a tag', () => sealed.subarray(0, at(2) + 10)],
  ['cut by its last byte', () => sealed.subarray(0, -1)],
  ['with two chunks swapped', () => Buffer.concat([head, part(1), part(0), part(2), part(3)])],
  ['with a chunk left out', () => Buffer.concat([head, part(0), part(2), part(3)])],
  ['with a chunk doubled', () => Buffer.concat([head, part(0), part(0), part(1), part(2), part(3)])],
  ['with its last chunk first', () => Buffer.concat([head, part(3)])],
  ['with a byte appended', () => Buffer.concat([sealed, Buffer.alloc(1)])],
  ['with its last chunk appended again', () => Buffer.concat([sealed, part(3)])],
  ['with a whole blob appended', () => Buffer.concat([sealed, sealed])],
  ['with another magic', () => flip(sealed, 0)],
  ['of another version', () => flip(sealed, 6)],
  ['with another chunk size', () => flip(sealed, 7)],
  ['with another salt', () => flip(sealed, 8)],
  ['with the last bit of the salt turned', () => flip(sealed, 39)],
  ['with the first bit of the text turned', () => flip(sealed, header)],
  ['with a bit in the middle turned', () => flip(sealed, at(2) + 500)],
  ['with a bit of a tag turned', () => flip(sealed, at(1) - 1)],
  ['with a bit of the last chunk turned', () => flip(sealed, at(3) + 5)],
  ['with the last bit turned', () => flip(sealed, sealed.length - 1)],
]

test.each(altered)('a blob %s is refused', async (_how, alter) => {
  expect(await problemOf(() => through(alter(), decryptBlob(key)))).toBe('blob.damaged')
})

test.each(altered)('and by a range over the whole of one %s', async (_how, alter) => {
  const bytes = alter()
  const whole = () => range(bytes, 0, blobPlainSize(bytes.length))
  expect(await problemOf(whole)).toBe('blob.damaged')
})

test('another key does not open it', async () => {
  expect(await problemOf(() => through(sealed, decryptBlob(sampleBytes(32, 2))))).toBe('blob.damaged')
})

test('a file cut at a chunk border gives no range, not even of chunks that are whole', async () => {
  expect(await problemOf(() => range(sealed.subarray(0, at(2)), 0, 10))).toBe('blob.damaged')
})

test('a file that shrank after its size was taken is refused', async () => {
  expect(await problemOf(() => range(sealed.subarray(0, at(2)), 0, 10, sealed.length))).toBe('blob.damaged')
})

test('nothing of a broken chunk comes out before the refusal, what came before it does', async () => {
  const parts: Uint8Array[] = []
  const reading = async () => {
    for await (const bytes of decryptBlob(key)(Readable.from([flip(sealed, at(1) + 7)]))) parts.push(bytes)
  }
  expect(await problemOf(reading)).toBe('blob.damaged')
  expect(Buffer.concat(parts).equals(plain.subarray(0, chunk))).toBe(true)
})

test('memory is bounded: every full chunk leaves as soon as the next begins', async () => {
  let wanted = 0
  async function* slowly(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < plain.length; start += 1000) {
      wanted = Math.min(start + 1000, plain.length)
      yield plain.subarray(start, wanted)
    }
  }
  let out = 0
  for await (const bytes of encryptBlob(key)(slowly())) {
    out += bytes.length
    // What has been asked for is out again, but for the chunk that may be the last and the piece that began the next.
    expect(wanted - out).toBeLessThan(chunk + 1000)
  }
  expect(out).toBe(sealed.length)
})

test('any range equals the slice of the plain bytes', async () => {
  const position = fc.integer({ min: 0, max: plain.length })
  await fc.assert(
    fc.asyncProperty(position, position, async (a, b) => {
      const [start, end] = a < b ? [a, b] : [b, a]
      expect((await range(sealed, start, end)).equals(plain.subarray(start, end))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test.each([
  [0, chunk],
  [chunk, 2 * chunk],
  [chunk - 1, chunk + 1],
  [3 * chunk, plain.length],
  [plain.length, plain.length],
  [5, 5],
])('the range %i to %i, at the borders, is right too', async (start, end) => {
  expect((await range(sealed, start, end)).equals(plain.subarray(start, end))).toBe(true)
})

test.each([
  [-1, 5],
  [5, 4],
  [0, plain.length + 1],
  [Number.NaN, 5],
])('the range %d to %d is a mistake of the caller', async (start, end) => {
  await expect(range(sealed, start, end)).rejects.toThrow(RangeError)
})

test('a range reads only the chunks it needs, and the last', async () => {
  const offsets: number[] = []
  const readAt = (offset: number, length: number) => {
    offsets.push(offset)
    return Promise.resolve(sealed.subarray(offset, offset + length))
  }
  await buffer(Readable.from(decryptRange({ readAt, size: sealed.length, key, start: chunk + 1, end: chunk + 2 })))
  expect(offsets).toEqual([0, at(3), at(1)])
})

test('a blob is named by an HMAC: the same for the same bytes and key, telling nothing without the key', () => {
  // The expected value was computed with `openssl dgst -sha256 -mac HMAC` over the 32 bytes of the hash.
  const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(blobName(Buffer.alloc(32, 1), hash)).toBe('67a782af2dbd92253f592f996d654a6276a1ef081e28ab9df3cdadd5474b6a71')
  expect(blobName(Buffer.alloc(32, 2), hash)).not.toBe(blobName(Buffer.alloc(32, 1), hash))
})
