import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { createSigningRequest, readSigningRequest } from '../../electron/crypto/certificate/signingRequest.ts'
import { publicKeySpki, readPrivateKey } from '../../electron/crypto/privateKey.ts'
import { flip, problemOf } from './collect.ts'
import { found, run } from './program.ts'

const openssl = found('openssl')
const made = await createSigningRequest({ name: '赟 頔', unit: '第一检查组', algorithm: 'p-256' })
const der = Buffer.from(made.request, 'base64')

test.each(['p-256', 'rsa-3072'] as const)(
  'a request with a key %s says who asks and for which key',
  async (algorithm) => {
    const request = await createSigningRequest({ name: '赟 頔', unit: '第一检查组', algorithm })
    expect(await readSigningRequest(request.request)).toEqual({
      name: '赟 頔',
      unit: '第一检查组',
      publicKey: request.publicKey,
      algorithm,
    })
    expect(publicKeySpki(readPrivateKey(request.privateKey))).toBe(request.publicKey)
  },
)

test('whatever bit is turned, a request is refused or says the same as before', async () => {
  const facts = await readSigningRequest(made.request)
  const accepted: unknown[] = []
  for (let index = 0; index < der.length; index += 1) {
    const read = await readSigningRequest(flip(der, index).toString('base64')).catch((error: unknown) => error)
    if (!isProblem(read)) accepted.push(read)
  }
  // Lengths and unused bits outside the signed part: the parser is not strict there, and nothing is said there.
  expect(accepted.length).toBeLessThanOrEqual(4)
  expect(accepted).toEqual(accepted.map(() => facts))
})

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['a cut request', der.subarray(0, -1)],
  ['a request with a byte after it', Buffer.concat([der, Buffer.alloc(1)])],
  ['two requests', Buffer.concat([der, der])],
])('%s is no request', async (_what, bytes) => {
  expect(await problemOf(() => readSigningRequest(bytes.toString('base64')))).toBe('request.invalid')
})

test.skipIf(!openssl)('openssl finds the signature of a request right and reads the Chinese name', () => {
  const shown = run('openssl', ['req', '-inform', 'DER', '-verify', '-noout', '-subject', '-nameopt', 'utf8'], der)
  expect(shown.toString()).toContain('O=第一检查组, CN=赟 頔')
})

test.skipIf(!openssl)('a request made by openssl is read', async () => {
  const request = opensslRequest(['-newkey', 'rsa:2048'], '/CN=李四/O=省局')
  expect(await readSigningRequest(request)).toMatchObject({ name: '李四', unit: '省局', algorithm: 'rsa-2048' })
})

test.skipIf(!openssl)('a request without a name, and one for a key of another kind, are refused', async () => {
  const nameless = opensslRequest(['-newkey', 'rsa:2048'], '/O=省局')
  expect(await problemOf(() => readSigningRequest(nameless))).toBe('request.invalid')
  const curve = opensslRequest(['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], '/CN=李四')
  expect(await problemOf(() => readSigningRequest(curve))).toBe('key.unsupported')
})

function opensslRequest(key: readonly string[], subject: string): string {
  const options = [
    'req',
    '-new',
    ...key,
    '-nodes',
    '-keyout',
    '/dev/null',
    '-utf8',
    '-subj',
    subject,
    '-outform',
    'DER',
  ]
  return execFileSync('openssl', options, { stdio: ['ignore', 'pipe', 'ignore'] }).toString('base64')
}
