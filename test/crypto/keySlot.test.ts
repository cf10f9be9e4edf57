import { createHmac, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { deriveKey, makeKeySlot, openKeySlot, type KeySlot, type PasswordSlot } from '../../electron/crypto/keySlot.ts'
import type { PasswordBox } from '../../electron/crypto/passwordBox.ts'
import { problemOf, sampleBytes } from './collect.ts'

const cost = { n: 16, r: 1, p: 1 }
const workspaceKey = sampleBytes(32)
const person = '0199f3a0-0000-7000-8000-000000000001'

function slot(password: string): Promise<PasswordSlot> {
  return makeKeySlot({ id: 'slot-1', person, password, workspaceKey, cost })
}

test('a slot opens with its password after a journey through JSON, and the cost is recorded in it', async () => {
  const read = JSON.parse(JSON.stringify(await slot('青山 correct horse'))) as KeySlot
  expect(Buffer.from(await openKeySlot(read, '青山 correct horse')).equals(workspaceKey)).toBe(true)
  expect(read).toMatchObject({ version: 1, kind: 'password', person, box: { kdf: { name: 'scrypt', ...cost } } })
})

test.each(['', 'wrong', '青山 correct horsE', '青山 correct horse '])('%j does not open it', async (password) => {
  const made = await slot('青山 correct horse')
  expect(await problemOf(() => openKeySlot(made, password))).toBe('password.wrong')
})

test('a password typed through another input method is the same password', async () => {
  const made = await slot('Zürich'.normalize('NFD'))
  expect(Buffer.from(await openKeySlot(made, 'Zürich'.normalize('NFC'))).equals(workspaceKey)).toBe(true)
})

test('two slots of one password share neither salt nor ciphertext', async () => {
  const [a, b] = await Promise.all([slot('same'), slot('same')])
  expect(a.box.kdf.salt).not.toBe(b.box.kdf.salt)
  expect(a.box.ciphertext).not.toBe(b.box.ciphertext)
})

test('a slot given to another person does not open, so no one can be let in by renaming', async () => {
  const made = await slot('password')
  expect(await problemOf(() => openKeySlot({ ...made, person: 'someone else' }, 'password'))).toBe('password.wrong')
  expect(await problemOf(() => openKeySlot({ ...made, id: 'slot-2' }, 'password'))).toBe('password.wrong')
})

/** Recorded when the format was made. If this fails, workspaces in use can no longer be opened. */
const recorded: KeySlot = {
  version: 1,
  kind: 'password',
  id: 'slot-1',
  person,
  box: {
    kdf: { name: 'scrypt', n: 16, r: 1, p: 1, salt: 'XLR4O_OOkoBKeOFiDFcZXg' },
    cipher: 'aes-256-gcm',
    nonce: 'dSanxqwyvQw4Uh0l',
    ciphertext: 'lBDhHDnfQc38vZ38kmy0B1htU-8nGLjOb4KySsN_d8YhR2GrLlFu3IJF8pSHgs6X',
  },
}

test('a slot recorded with version 1 of the format still opens', async () => {
  expect(Buffer.from(await openKeySlot(recorded, '青山 correct horse')).toString('hex')).toBe(
    workspaceKey.toString('hex'),
  )
})

const goodKdf = { name: 'scrypt', ...cost, salt: Buffer.alloc(16).toString('base64url') } as const

test.each<[string, Partial<PasswordBox['kdf']>]>([
  ['more memory than 256 MiB', { n: 2 ** 30, r: 8 }],
  ['n of 2^20 with r of 32', { n: 2 ** 20, r: 32 }],
  ['n that is no power of two', { n: 1000 }],
  ['n of one', { n: 1 }],
  ['n beyond scrypt for its r', { n: 2 ** 17, r: 1 }],
  ['a fraction', { r: 1.5 }],
  ['a negative p', { p: -1 }],
  ['work without end', { p: 1e9 }],
  ['no salt', { salt: '' }],
])('a hostile slot that asks for %s is refused before anything is computed', async (_name, change) => {
  const box = { ...(recorded as PasswordSlot).box, kdf: { ...goodKdf, ...change } }
  expect(await problemOf(() => openKeySlot({ ...(recorded as PasswordSlot), box }, 'x'))).toBe('key.unreadable')
})

test.each<[string, unknown]>([
  ['another version', { ...recorded, version: 2 }],
  ['another kind', { ...recorded, kind: 'recovery', recipient: 'age1', wrapped: '' }],
  ['no box', { ...recorded, box: undefined }],
  ['an empty box', { ...recorded, box: {} }],
  ['another cipher', { ...recorded, box: { ...(recorded as PasswordSlot).box, cipher: 'aes-256-cbc' } }],
  ['a short nonce', { ...recorded, box: { ...(recorded as PasswordSlot).box, nonce: 'AAAA' } }],
  ['a ciphertext without tag', { ...recorded, box: { ...(recorded as PasswordSlot).box, ciphertext: 'AAAA' } }],
])('a slot with %s is called unreadable', async (_name, broken) => {
  expect(await problemOf(() => openKeySlot(broken as KeySlot, 'x'))).toBe('key.unreadable')
})

test('a key of the wrong length is not put into a slot', async () => {
  const wrong = { id: 'a', person, password: 'p', workspaceKey: new Uint8Array(31), cost }
  await expect(makeKeySlot(wrong)).rejects.toThrow(RangeError)
})

/** HKDF written out from RFC 5869 §2, to check the one in use against. */
function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  const extracted = createHmac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt)
    .update(key)
    .digest()
  let block = Buffer.alloc(0)
  let output = Buffer.alloc(0)
  for (let index = 1; output.length < length; index += 1) {
    block = createHmac('sha256', extracted).update(block).update(info).update(Uint8Array.of(index)).digest()
    output = Buffer.concat([output, block])
  }
  return output.subarray(0, length)
}

test.each([
  [
    'A.1',
    '0b'.repeat(22),
    '000102030405060708090a0b0c',
    'f0f1f2f3f4f5f6f7f8f9',
    42,
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'A.3',
    '0b'.repeat(22),
    '',
    '',
    42,
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
])('HKDF gives the output of RFC 5869 %s', (_case, key, salt, info, length, expected) => {
  const parts = [key, salt, info].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer, Buffer]
  expect(hkdf(...parts, length).toString('hex')).toBe(expected)
  expect(Buffer.from(hkdfSync('sha256', ...parts, length)).toString('hex')).toBe(expected)
})

test('keys for a purpose are HKDF-SHA-256 of the workspace key and differ by purpose and salt', () => {
  const derived = deriveKey(workspaceKey, 'blob')
  expect(Buffer.from(derived).equals(hkdf(workspaceKey, Buffer.alloc(0), Buffer.from('mingcha/1/blob'), 32))).toBe(true)
  expect(deriveKey(workspaceKey, 'database')).not.toEqual(derived)
  expect(deriveKey(workspaceKey, 'blob', Uint8Array.of(1))).not.toEqual(derived)
})
