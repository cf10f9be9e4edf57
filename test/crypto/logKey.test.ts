import { generateKeyPairSync, sign } from 'node:crypto'
import { compactVerify, importSPKI } from 'jose'
import { expect, test } from 'vitest'
import { createLogKey, signHead, verifyHead, type LogHead } from '../../electron/crypto/logKey.ts'
import { problemOf } from './collect.ts'

const key = createLogKey()
const other = createLogKey()
const head: LogHead = { log: '0199f3a0-0000-7000-8000-000000000001', number: 42, hash: 'h'.repeat(43) }
const token = signHead(head, key.privateKeyPkcs8)

test('a head signed by the key of its log is read back', () => {
  expect(verifyHead(token, key.publicKeySpki)).toEqual(head)
})

test('another library finds the signature right and the same head in it', async () => {
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(key.publicKeySpki, 'base64url').toString('base64')}\n-----END PUBLIC KEY-----`
  const { payload, protectedHeader } = await compactVerify(token, await importSPKI(pem, 'ES256'))
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'mingcha-head' })
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(head)
})

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** A token whose signature holds, whatever it says. */
function signed(header: string, payload: string, by = key): string {
  const text = `${encode(header)}.${encode(payload)}`
  const privateKey = { key: Buffer.from(by.privateKeyPkcs8, 'base64url'), format: 'der', type: 'pkcs8' } as const
  const signature = sign('sha256', Buffer.from(text), { ...privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

const header = '{"alg":"ES256","typ":"mingcha-head"}'
const payload = JSON.stringify({ hash: head.hash, log: head.log, number: 42 })
const [first, second, third] = token.split('.') as [string, string, string]

test('the forger of these cases makes tokens that hold when nothing is wrong', () => {
  expect(verifyHead(signed(header, payload), key.publicKeySpki)).toEqual(head)
})

test.each<[string, string]>([
  ['an empty text', ''],
  ['two parts', `${first}.${second}`],
  ['four parts', `${token}.${third}`],
  ['another key', signed(header, payload, other)],
  ['the head of a later number under the old signature', `${first}.${encode(payload.replace('42', '43'))}.${third}`],
  ['no algorithm', `${encode('{"alg":"none","typ":"mingcha-head"}')}.${second}.`],
  ['another type', signed('{"alg":"ES256","typ":"mingcha-manifest"}', payload)],
  ['its header written otherwise', signed('{"typ":"mingcha-head","alg":"ES256"}', payload)],
  ['a name given twice', signed(header, payload.replace('{', '{"number":1,'))],
  ['a further name', signed(header, payload.replace('}', ',"z":1}'))],
  ['names in another order', signed(header, JSON.stringify({ number: 42, log: head.log, hash: head.hash }))],
  ['a missing number', signed(header, JSON.stringify({ hash: head.hash, log: head.log }))],
  ['a number that is text', signed(header, JSON.stringify({ hash: head.hash, log: head.log, number: '42' }))],
  ['a number below one', signed(header, JSON.stringify({ hash: head.hash, log: head.log, number: 0 }))],
  ['no JSON', signed(header, 'head')],
  ['null', signed(header, 'null')],
])('a token with %s is refused', async (_what, forged) => {
  expect(await problemOf(() => verifyHead(forged, key.publicKeySpki))).toBe('log.headInvalid')
})

test('a key of another kind verifies nothing, though its own signature would hold', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = rsa.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
  const signature = sign('sha256', Buffer.from(`${first}.${second}`), rsa.privateKey).toString('base64url')
  expect(await problemOf(() => verifyHead(`${first}.${second}.${signature}`, spki))).toBe('log.headInvalid')
})
