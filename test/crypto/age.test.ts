import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createIdentity, decryptAge, encryptAge } from '../../electron/crypto/age.ts'
import { flip, problemOf, sampleBytes, through } from './collect.ts'
import { found, run } from './program.ts'

const chunk = 65_536
const ours = await createIdentity()
const theirs = await createIdentity()
const plain = sampleBytes(2 * chunk + 777)
const sealed = await through(plain, encryptAge([ours.recipient]))
const headerSize = sealed.indexOf('\n--- ') + 1 + 4 + 43 + 1
const payload = headerSize + 16

test.each([0, 1, chunk - 1, chunk, chunk + 1, 300_000])('%i bytes come back unchanged', async (size) => {
  const bytes = sampleBytes(size)
  const file = await through(bytes, encryptAge([ours.recipient]), 4_099)
  expect((await through(file, decryptAge([ours.identity]), 9_973)).equals(bytes)).toBe(true)
})

test('a file read byte by byte opens too', async () => {
  const file = await through(Buffer.from('短'), encryptAge([ours.recipient]))
  expect((await through(file, decryptAge([ours.identity]), 1)).toString()).toBe('短')
})

test('each of several recipients opens the file, with one identity among others', async () => {
  const file = await through(plain, encryptAge([ours.recipient, theirs.recipient]))
  expect((await through(file, decryptAge([theirs.identity]))).equals(plain)).toBe(true)
  const stranger = await createIdentity()
  expect((await through(file, decryptAge([stranger.identity, ours.identity]))).equals(plain)).toBe(true)
})

test.each<[string, () => string[]]>([
  ['another identity', () => [theirs.identity]],
  ['no identity', () => []],
])('with %s the package is not for us, and it says so', async (_name, identities) => {
  expect(await problemOf(() => through(sealed, decryptAge(identities())))).toBe('package.notForYou')
})

test.each<[string, () => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['no age file', () => Buffer.from('PK\u0003\u0004 something else entirely')],
  ['a header without end', () => Buffer.from(`age-encryption.org/v1\n-> X25519 ${'A'.repeat(2 ** 20)}`)],
  ['lines without end', () => Buffer.from(`age-encryption.org/v1\n${'-> a\nAAAA\n'.repeat(100_000)}`)],
  ['cut inside the header', () => sealed.subarray(0, 60)],
  ['cut after the header', () => sealed.subarray(0, headerSize)],
  ['cut inside the nonce', () => sealed.subarray(0, headerSize + 8)],
  ['cut after the nonce', () => sealed.subarray(0, payload)],
  ['cut inside the first chunk', () => sealed.subarray(0, payload + 1000)],
  ['cut at the border of a chunk', () => sealed.subarray(0, payload + chunk + 16)],
  ['cut by its last byte', () => sealed.subarray(0, -1)],
  ['longer by a byte', () => Buffer.concat([sealed, Buffer.alloc(1)])],
  ['followed by itself', () => Buffer.concat([sealed, sealed])],
  ['altered in its version', () => flip(sealed, 20)],
  ['altered in its MAC', () => flip(sealed, headerSize - 10)],
  ['altered in its nonce', () => flip(sealed, headerSize + 3)],
  ['altered in the first chunk', () => flip(sealed, payload + 3)],
  ['altered in the last byte', () => flip(sealed, sealed.length - 1)],
])('a file that is %s is damaged', async (_how, alter) => {
  expect(await problemOf(() => through(alter(), decryptAge([ours.identity])))).toBe('package.damaged')
})

test('a header without end is given up after 64 KiB, not read into memory', async () => {
  let pulled = 0
  function* endless(): Generator<Uint8Array> {
    yield Buffer.from('age-encryption.org/v1\n-> X25519 ')
    while (pulled < 2 ** 26) {
      pulled += 1000
      yield Buffer.alloc(1000, 'A')
    }
  }
  const source = Readable.from(endless(), { objectMode: false })
  const attempt = () => pipeline(source, decryptAge([ours.identity]), new PassThrough().resume())
  expect(await problemOf(attempt)).toBe('package.damaged')
  expect(pulled).toBeLessThan(2 ** 18)
})

test('a wrapped key altered for its own recipient never opens', async () => {
  const stanza = sealed.indexOf('\n', sealed.indexOf('-> X25519')) + 5
  const kind = await problemOf(() => through(flip(sealed, stanza), decryptAge([ours.identity])))
  expect(['package.damaged', 'package.notForYou']).toContain(kind)
})

test.each<[string, () => Buffer]>([
  ['altered in its header', () => flip(sealed, headerSize - 10)],
  ['altered in the first chunk', () => flip(sealed, payload + 3)],
  ['no age file', () => Buffer.alloc(100_000, 'x')],
])('a file that is %s is let go of: its source is closed', async (_how, alter) => {
  let closed = false
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (let start = 0; start < alter().length; start += 10_000) yield alter().subarray(start, start + 10_000)
    } finally {
      closed = true
    }
  }
  expect(await problemOf(() => buffer(decryptAge([ours.identity])(source())))).toBe('package.damaged')
  expect(closed).toBe(true)
})

test('an error of the disk is passed on as it is, not called damage', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield sealed.subarray(0, 70_000)
    await turn()
    throw Object.assign(new Error('read'), { code: 'EIO' })
  }
  const source = Readable.from(broken(), { objectMode: false })
  await expect(pipeline(source, decryptAge([ours.identity]), new PassThrough().resume())).rejects.toMatchObject({
    code: 'EIO',
  })
})

test('what is not an X25519 recipient is refused at once', async () => {
  const good = ours.recipient
  const bad = [
    '',
    'age1',
    good.toUpperCase(),
    `${good} `,
    good.slice(0, -1),
    `${good.slice(0, -1)}${good.endsWith('q') ? 'p' : 'q'}`,
  ]
  for (const recipient of bad) expect(await problemOf(() => encryptAge([good, recipient]))).toBe('recipient.invalid')
  expect(() => encryptAge([])).toThrow(RangeError)
})

test.each(['', 'AGE-SECRET-KEY-1', 'age1not-an-identity'])('%j is refused as an identity', async (identity) => {
  expect(await problemOf(() => decryptAge([identity]))).toBe('key.unreadable')
})

test.each(['encrypt', 'decrypt'])(
  '%s reads ahead by a bounded amount when nobody takes its output',
  async (direction) => {
    const block = direction === 'encrypt' ? plain : sealed
    let pulled = 0
    function* source(): Generator<Uint8Array> {
      yield block
      while (pulled < 2 ** 26) {
        pulled += plain.length
        yield plain
      }
    }
    const transform = direction === 'encrypt' ? encryptAge([ours.recipient]) : decryptAge([ours.identity])
    const passing = transform(Readable.from(source(), { objectMode: false }))
    await passing.next()
    for (let count = 0; count < 300; count += 1) await turn()
    await passing.return()
    expect(pulled).toBeLessThan(2 ** 21)
  },
)

const age = found('age')

test.skipIf(!age)('the age program opens what is written here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-age-'))
  writeFileSync(join(folder, 'identity'), `${ours.identity}\n`)
  const opened = run('age', ['-d', '-i', join(folder, 'identity')], sealed)
  rmSync(folder, { recursive: true })
  expect(opened.equals(plain)).toBe(true)
})

test.skipIf(!age)('what the age program writes opens here', async () => {
  const file = run('age', ['-e', '-r', theirs.recipient, '-r', ours.recipient], plain)
  expect((await through(file, decryptAge([ours.identity]))).equals(plain)).toBe(true)
})
