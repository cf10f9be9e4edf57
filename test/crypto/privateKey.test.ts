import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyAlgorithm, publicKeySpki, readPrivateKey, readPublicKey } from '../../electron/crypto/privateKey.ts'
import { problemOf } from './collect.ts'

type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

function pkcs8({ privateKey }: Pair): string {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
}

function spki({ publicKey }: Pair): string {
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
}

test.each<[string, Pair]>([
  ['rsa-2048', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['rsa-3072', generateKeyPairSync('rsa', { modulusLength: 3072 })],
  ['p-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
])('a key %s is read from PKCS#8 and SPKI, and its public half found', (algorithm, pair) => {
  expect(keyAlgorithm(readPrivateKey(pkcs8(pair)))).toBe(algorithm)
  expect(keyAlgorithm(readPublicKey(spki(pair)))).toBe(algorithm)
  expect(publicKeySpki(readPrivateKey(pkcs8(pair)))).toBe(spki(pair))
  expect(readPublicKey(Buffer.from(spki(pair), 'base64url').toString('base64')).equals(pair.publicKey)).toBe(true)
})

test.each<[string, Pair]>([
  ['RSA of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['Ed25519', generateKeyPairSync('ed25519')],
])('a key %s is refused', async (_name, pair) => {
  expect(await problemOf(() => readPrivateKey(pkcs8(pair)))).toBe('key.unsupported')
  expect(await problemOf(() => readPublicKey(spki(pair)))).toBe('key.unsupported')
})

test.each(['', 'AAAA', 'no base64 at all'])('%j is no key', async (text) => {
  expect(await problemOf(() => readPrivateKey(text))).toBe('key.unsupported')
  expect(await problemOf(() => readPublicKey(text))).toBe('key.unsupported')
})
