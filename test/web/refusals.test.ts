import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemIn, problemText } from '../../electron/contract/problem/problem.ts'
import { bearer, json, photo, startTestHost, type TestHost } from './testHost.ts'

/** Whatever a program sends here that is no window's: each answer below 500 is a Problem in Chinese, and is kept by nobody. */
let host: TestHost
let token: string
beforeAll(async () => {
  host = await startTestHost()
  token = await host.openTab()
})
afterAll(() => host.end())

describe('a method that an address does not take is answered 405, with those it takes', () => {
  const addresses = [
    ['/rpc/greet', 'POST', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']],
    ['/session', 'POST', ['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']],
    ['/session/again', 'POST', ['GET', 'OPTIONS', 'TRACE']],
    ['/upload', 'POST', ['GET', 'PUT', 'OPTIONS', 'TRACE']],
    ['/file/t1', 'GET, HEAD', ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']],
    ['/', 'GET, HEAD', ['POST', 'PUT', 'OPTIONS', 'TRACE']],
    ['/nothing', 'GET, HEAD', ['POST', 'OPTIONS']],
  ] as const
  const cases = addresses.flatMap(([path, allow, methods]) => methods.map((method) => [method, path, allow] as const))
  it.each(cases)('%s %s', async (method, path, allow) => {
    const answer = await host.send(method, path, { ...bearer(token), origin: host.origin })
    expect([answer.status, answer.headers['allow']]).toEqual([405, allow])
    if (method !== 'HEAD') expectChinese(answer.body)
  })
})

describe('an answer below 500 is a Problem that the window says in Chinese, and no cache keeps it', () => {
  type Sent = Parameters<TestHost['send']>
  const big = '长'.repeat(3 * 1024 ** 2)
  const cases: readonly (readonly [string, number, (asked: TestHost) => Sent])[] = [
    ['no token', 401, () => ['POST', '/rpc/greet', json, '{}']],
    ['a token that is none', 401, () => ['POST', '/upload', bearer('x'), photo]],
    ['a code that is none', 401, () => ['POST', '/session', json, '{"code":"x"}']],
    ['a code that is no JSON', 400, () => ['POST', '/session', json, '{']],
    ['a code of another type', 415, () => ['POST', '/session', { 'content-type': 'text/xml' }, '<code/>']],
    ['a code of 2 KB', 413, () => ['POST', '/session', json, JSON.stringify({ code: 'x'.repeat(2048) })]],
    ['another site', 403, () => ['POST', '/session', { ...json, origin: 'https://example.invalid' }, '{}']],
    ['a call that is no JSON', 400, () => ['POST', '/rpc/greet', { ...bearer(token), ...json }, '{']],
    [
      'a call of another type',
      400,
      () => ['POST', '/rpc/greet', { ...bearer(token), 'content-type': 'text/xml' }, '<a/>'],
    ],
    [
      'a call of what is not asked',
      400,
      () => ['POST', '/rpc/greet', { ...bearer(token), ...json }, '{"json":{"name":1}}'],
    ],
    [
      'a call of 9 MB',
      413,
      () => ['POST', '/rpc/greet', { ...bearer(token), ...json }, JSON.stringify({ json: { name: big } })],
    ],
    ['a procedure that is none', 404, () => ['POST', '/rpc/nothing', { ...bearer(token), ...json }, '{}']],
    ['a file without a name', 400, () => ['POST', '/upload', bearer(token), photo]],
    ['an address that is none', 404, () => ['GET', '/nothing.js']],
    ['an address that is no text', 400, () => ['GET', '/%zz']],
    ['an address too long', 404, () => ['GET', `/file/${'x'.repeat(300)}`]],
    ['a ticket that is none', 404, () => ['GET', '/file/none']],
  ]
  it.each(cases)('%s', async (_, status, asked) => {
    const answer = await host.send(...asked(host))
    expect([answer.status, answer.headers['cache-control']]).toEqual([status, 'no-store'])
    expectChinese(answer.body)
  })

  it("a token and a second tab's code are kept by nobody either", async () => {
    const again = await host.send('POST', '/session/again', bearer(token))
    const { code } = again.body as { readonly code: string }
    const exchanged = await host.post('/session', { code })
    expect([again.status, again.headers['cache-control']]).toEqual([200, 'no-store'])
    expect([exchanged.status, exchanged.headers['cache-control']]).toEqual([200, 'no-store'])
  })
})

describe('what does not come to its end is not waited for', () => {
  const head = (path: string, ...more: readonly string[]) =>
    [`POST ${path} HTTP/1.1`, `host: ${new URL(host.origin).host}`, `origin: ${host.origin}`, ...more].join('\r\n')

  it.each([
    ['no HTTP at all', () => 'nonsense\r\n\r\n', 400],
    ['headers that end nowhere', () => head('/upload', 'x-a: b'), 408],
    ['headers of 100 KB', () => `${head('/upload', `x-a: ${'b'.repeat(100_000)}`)}\r\n\r\n`, 431],
  ])('%s', async (_, sent, status) => {
    const answer = await spoken(sent())
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expectChinese(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))))
  })

  it.each(['/upload', '/rpc/greet'])(
    'half a body of %s: the connection ends, and nothing of it is kept',
    async (path) => {
      const headers = [`authorization: Bearer ${token}`, 'x-file-name: a.jpg', 'content-type: application/json']
      const before = host.received.length
      const answer = await spoken(`${head(path, ...headers, 'content-length: 100')}\r\n\r\n{"half`)
      expect(answer).not.toMatch(/^HTTP\/1.1 2/)
      await pause(50)
      expect(host.received).toHaveLength(before)
    },
  )
})

/** What the host answers to these very bytes, until it ends the connection. */
async function spoken(bytes: string): Promise<string> {
  const { hostname, port } = new URL(host.origin)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  return text(socket).catch(() => '')
}

function expectChinese(body: unknown): void {
  const wrapped = body as { readonly json?: { readonly data?: unknown } }
  const problem = problemIn(wrapped.json?.data ?? body)
  if (problem === undefined) throw new Error(`no Problem: ${JSON.stringify(body)}`)
  expect(problemText(problem.kind, problem.details).happened).toMatch(/^[^A-Za-z]*\p{Script=Han}/u)
}
