import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startWebHost } from '../../electron/web/webHost.ts'
import { bearer, startTestHost, type TestHost } from './testHost.ts'

/** Who gets in: a code opens one tab, the tab shows its token from then on, and no page of another site may ask. */
let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
})
afterEach(() => host.end())

describe('opening the window', () => {
  it('exchanges the code of the printed address once for a token', async () => {
    const { code } = host
    const first = await host.post('/session', { code })
    expect(first.status).toBe(200)
    expect(await host.greet((first.body as { token: string }).token)).toBe('王敏，第 1 页')
    const second = await host.post('/session', { code })
    expect(second).toMatchObject({ status: 401, body: { kind: 'session.codeInvalid' } })
  })

  it.each([
    ['an unknown code', () => host.post('/session', { code: 'A'.repeat(43) })],
    ['no code', () => host.post('/session', {})],
    ['a code that is no text', () => host.post('/session', { code: 5 })],
  ])('refuses %s', async (_, ask) => {
    expect(await ask()).toMatchObject({ status: 401, body: { kind: 'session.codeInvalid' } })
  })

  it('lets a code die after ten minutes', async () => {
    host.clock.now += 10 * 60_000
    expect(await host.post('/session', { code: host.code })).toMatchObject({ status: 401 })
  })

  it('gives an authorised tab a code for a second tab, which is a session of its own', async () => {
    const token = await host.openTab()
    const again = await host.post('/session/again', undefined, { authorization: `Bearer ${token}` })
    const { code } = again.body as { code: string }
    const second = (await host.post('/session', { code })).body as { token: string }
    expect(second.token).not.toBe(token)
    expect(await host.greet(second.token)).toBe('王敏，第 2 页')
    expect(await host.greet(token)).toBe('王敏，第 1 页')
  })

  it('gives nobody else a code', async () => {
    expect(await host.post('/session/again', undefined)).toMatchObject({
      status: 401,
      body: { kind: 'session.missing' },
    })
  })

  it('forgets a tab that asked for nothing for twelve hours, and closes its connection', async () => {
    const token = await host.openTab()
    const code = ((await host.post('/session/again', undefined, bearer(token))).body as { code: string }).code
    host.clock.now += 12 * 60 * 60_000
    expect(await host.post('/rpc/greet', { json: { name: '王敏' } }, bearer(token))).toMatchObject({ status: 401 })
    await host.post('/session', { code })
    expect(host.closed).toEqual([1])
  })

  it('closes every connection with the host', async () => {
    await host.openTab()
    await host.web.close()
    expect(host.closed).toEqual([1])
  })
})

describe('who may ask', () => {
  it.each([
    ['/rpc/greet', { json: { name: '王敏' } }],
    ['/upload', undefined],
  ])('%s without a token is 401', async (path, body) => {
    expect(await host.post(path, body)).toMatchObject({ status: 401, body: { kind: 'session.missing' } })
  })

  it('a wrong token, or another scheme, is 401', async () => {
    for (const authorization of ['Bearer nonsense', 'Bearer', 'Basic YTpi'])
      expect(await host.post('/rpc/greet', {}, { authorization })).toMatchObject({ status: 401 })
  })

  it.each([
    ['another name that points at this machine', { host: 'evil.example' }],
    ['the right name with another port', { host: '127.0.0.1:1' }],
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page that hides where it comes from', { origin: 'null' }],
    ['a change that does not say where it comes from', { origin: undefined }],
    ['what the browser itself calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['another port, as the browser sees it', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s with 403', async (_, headers) => {
    const token = await host.openTab()
    const answer = await host.post('/rpc/greet', { json: { name: '王敏' } }, { ...bearer(token), ...headers })
    expect(answer).toMatchObject({ status: 403, body: { kind: 'session.foreign' } })
  })

  it.each(['/', '/assets/main-abc.js', '/file/t1'])('refuses to read %s under another name', async (path) => {
    expect(await host.send('GET', path, { host: 'evil.example' })).toMatchObject({ status: 403 })
    expect(await host.send('GET', path, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
  })

  it('answers to localhost as well', async () => {
    const name = `localhost:${new URL(host.origin).port}`
    expect(await host.send('GET', '/', { host: name })).toMatchObject({ status: 200 })
  })

  it('does not start when the services think they are on loopback and they are not', async () => {
    const elsewhere = { ...host.options, listen: { address: '0.0.0.0', names: ['总部'] } }
    await expect(startWebHost(elsewhere)).rejects.toThrow('listening address')
  })
})
