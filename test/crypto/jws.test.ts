import { generateKeyPairSync, sign } from 'node:crypto'
import { compactVerify, CompactSign, importX509 } from 'jose'
import { expect, test } from 'vitest'
import { toPem } from '../../electron/crypto/certificate/certificate.ts'
import { readJws, signJws } from '../../electron/crypto/jws.ts'
import { readPrivateKey } from '../../electron/crypto/privateKey.ts'
import { enrolled, levels } from './authorities.ts'
import { problemOf } from './collect.ts'

const { root, province } = await levels()
const signer = await enrolled(province)
const rsaSigner = await enrolled(province, 'rsa-3072')
const stranger = await enrolled(root)
const typ = 'mingcha-manifest'
const payload = { 组: '第一检查组', changes: 12, blobs: ['a', 'b'] }
const canonical = '{"blobs":["a","b"],"changes":12,"组":"第一检查组"}'
const privateKey = readPrivateKey(signer.privateKey)
const token = await signJws(payload, { privateKey, chain: signer.chain, typ })

test.each([
  ['ES256', signer],
  ['RS256', rsaSigner],
] as const)('what is signed with %s is read back with its chain', async (_algorithm, { privateKey: key, chain }) => {
  const signed = await signJws(payload, { privateKey: readPrivateKey(key), chain, typ })
  expect(await readJws(signed, { typ })).toEqual({ payload, chain })
})

test('the token is a standard one: canonical payload, algorithm, type and x5c', async () => {
  const leaf = await importX509(toPem([signer.certificate]), 'ES256')
  const read = await compactVerify(token, leaf)
  expect(read.protectedHeader).toEqual({ alg: 'ES256', typ, x5c: signer.chain })
  expect(Buffer.from(read.payload).toString()).toBe(canonical)
})

type Header = Record<string, unknown>

/** A token whose signature holds under `key`, with what is to be tried in header and payload. */
function signed(header: Header, text = canonical, key = privateKey): Promise<string> {
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'ES256', typ, x5c: [...signer.chain], ...header })
    .sign(key)
}

const [first, second, third] = token.split('.') as [string, string, string]
const header64 = (header: Header) => Buffer.from(JSON.stringify(header)).toString('base64url')
/** For headers that the library refuses to write. */
function signedByHand(header: Header): string {
  const text = `${header64(header)}.${second}`
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

const rsaKey = readPrivateKey(rsaSigner.privateKey)
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey

test('the forger of these cases makes tokens that hold when nothing is wrong', async () => {
  expect(await readJws(await signed({}), { typ })).toEqual({ payload, chain: signer.chain })
  const byHand = signedByHand({ alg: 'ES256', typ, x5c: signer.chain })
  expect(await readJws(byHand, { typ })).toEqual({ payload, chain: signer.chain })
})

test.each<[string, () => string | Promise<string>]>([
  ['nothing in it', () => ''],
  ['two parts', () => `${first}.${second}`],
  ['another payload', () => `${first}.${Buffer.from(canonical.replace('12', '13')).toString('base64url')}.${third}`],
  ['another signature', () => `${first}.${second}.${'A'.repeat(86)}`],
  ['no algorithm', () => `${header64({ alg: 'none', typ, x5c: signer.chain })}.${second}.`],
  [
    'a shared secret for a key',
    async () =>
      new CompactSign(Buffer.from(canonical))
        .setProtectedHeader({ alg: 'HS256', typ, x5c: [...signer.chain] })
        .sign(Buffer.from(signer.certificate, 'base64')),
  ],
  ['another algorithm', () => signed({ alg: 'ES384' }, canonical, p384)],
  [
    'another padding of RSA, right under the certificate',
    () => signed({ alg: 'PS256', x5c: [...rsaSigner.chain] }, canonical, rsaKey),
  ],
  ['another type', () => signed({ typ: 'mingcha-request' })],
  ['no type', () => signed({ typ: undefined })],
  ['no certificate', () => signed({ x5c: undefined })],
  ['an empty chain', () => signed({ x5c: [] })],
  ['a chain that is text', () => signed({ x5c: signer.certificate })],
  ['a certificate that is none', () => signed({ x5c: ['AAAA'] })],
  ['more certificates than a chain has', () => signed({ x5c: Array(11).fill(signer.certificate) })],
  ['the certificate of another person', () => signed({ x5c: stranger.chain })],
  ['the authority put first', () => signed({ x5c: signer.chain.toReversed() })],
  ['a key in its header instead', () => signed({ x5c: undefined, jwk: privateKey.export({ format: 'jwk' }) })],
  [
    'a critical extension nobody knows',
    () => signedByHand({ alg: 'ES256', typ, x5c: signer.chain, crit: ['exp'], exp: 1 }),
  ],
  ['a name given twice', () => signed({}, canonical.replace('{', '{"changes":1,'))],
  ['spaces between names', () => signed({}, JSON.stringify(payload, null, 1))],
  ['no JSON', () => signed({}, 'manifest')],
  ['a byte order mark', () => signed({}, `\ufeff${canonical}`)],
])('a token with %s is refused', async (_what, forge) => {
  const forged = await forge()
  expect(await problemOf(() => readJws(forged, { typ }))).toBe('signature.invalid')
})

test('a key that cannot make such a signature is a mistake of the caller', async () => {
  await expect(signJws(payload, { privateKey: p384, chain: signer.chain, typ })).rejects.toThrow(TypeError)
})
