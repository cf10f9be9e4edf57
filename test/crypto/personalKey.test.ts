import { expect, test } from 'vitest'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { unwrapPrivateKey, wrapPrivateKey, type WrappedKey } from '../../electron/crypto/personalKey.ts'
import { publicKeySpki } from '../../electron/crypto/privateKey.ts'
import { problemOf } from './collect.ts'

const cost = { n: 16, r: 1, p: 1 }
const key = createLogKey()
const wrapped = await wrapPrivateKey(key.privateKeyPkcs8, '签名密码 one', cost)

test('a wrapped key opens with its password after a journey through JSON', async () => {
  const read = JSON.parse(JSON.stringify(wrapped)) as WrappedKey
  expect(publicKeySpki(await unwrapPrivateKey(read, '签名密码 one'))).toBe(key.publicKeySpki)
})

test('the wrapped form does not hold the key', () => {
  const secret = Buffer.from(key.privateKeyPkcs8, 'base64url').subarray(36, 68)
  expect(Buffer.from(wrapped.box.ciphertext, 'base64url').includes(secret)).toBe(false)
})

test('another password does not open it', async () => {
  expect(await problemOf(() => unwrapPrivateKey(wrapped, '签名密码 two'))).toBe('password.wrong')
})

test.each<[string, unknown]>([
  ['nothing', {}],
  ['an empty box', { version: 1, box: {} }],
  ['a cost beyond reason', { version: 1, box: { ...wrapped.box, kdf: { ...wrapped.box.kdf, n: 2 ** 40 } } }],
  ['another version', { ...wrapped, version: 2 }],
])('%s is no wrapped key', async (_what, broken) => {
  expect(await problemOf(() => unwrapPrivateKey(broken as WrappedKey, '签名密码 one'))).toBe('key.unreadable')
})
