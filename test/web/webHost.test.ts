import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bearer, json, photo, startTestHost, type TestHost } from './testHost.ts'

/** What an authorised window is served: its own files, the procedures, and a log that tells nothing of what it asked. */
let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
})
afterEach(() => host.end())

describe('the window', () => {
  it('is served with a strict policy, and never kept when it may change', async () => {
    const { status, headers, text } = await host.send('GET', '/', { 'sec-fetch-site': 'none' })
    expect(status).toBe(200)
    expect(text).toContain('明察')
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'; /)
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
    })
    expect(headers['set-cookie']).toBeUndefined()
    expect((await host.send('GET', '/assets/main-abc.js')).headers['cache-control']).toContain('immutable')
  })

  it.each(['/../package.json', '/..%2f..%2fpackage.json', '/nothing.html', '/assets/'])('has no %s', async (path) => {
    expect((await host.send('GET', path)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('/rpc', () => {
  it('answers a Problem as the procedure gave it', async () => {
    const answer = await host.post('/rpc/refuse', {}, bearer(await host.openTab()))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('password.wrong')
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })

  it('answers a defect with an incident number only, and logs the place without the words', async () => {
    const answer = await host.post('/rpc/fail', {}, bearer(await host.openTab()))
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('id-1')
    expect(answer.text).not.toContain('张三')
    expect(host.incidents).toHaveLength(1)
    expect(host.incidents[0]).toMatch(/^id-1 TypeError\n\s+at .*testHost\.ts/)
    expect(host.incidents[0]).not.toContain('张三')
  })

  it('refuses a body over the limit with 413, whether it says its size or not', async () => {
    const token = await host.openTab()
    const big = JSON.stringify({ json: { name: '长'.repeat(3 * 1024 * 1024) } })
    expect((await host.send('POST', '/rpc/greet', { ...bearer(token), ...json }, big)).status).toBe(413)
    const chunked = { ...bearer(token), ...json, 'transfer-encoding': 'chunked' }
    expect((await host.send('POST', '/rpc/greet', chunked, big)).status).toBe(413)
  })

  it('has no procedure it was not given', async () => {
    const unknown = { status: 404, body: { kind: 'request.unknown' } }
    expect(await host.post('/rpc/nothing', {}, bearer(await host.openTab()))).toMatchObject(unknown)
    expect(await host.send('GET', '/nothing.js')).toMatchObject(unknown)
  })

  it('stops an event iterator when the window goes away', async () => {
    const client = host.clientOf(await host.openTab())
    const controller = new AbortController()
    const seen: number[] = []
    const watching = (async () => {
      for await (const { n } of await client.watch(undefined, { signal: controller.signal })) {
        seen.push(n)
        if (n === 3) controller.abort()
      }
    })()
    await expect(watching).rejects.toThrow(/abort/i)
    expect(seen).toEqual([1, 2, 3])
    expect(await host.ended.promise).toBe('ended')
  })
})

it('logs route patterns, never names, tickets, codes or tokens', async () => {
  const token = await host.openTab()
  await host.post('/rpc/greet', { json: { name: '王敏' } }, bearer(token))
  await host.send('POST', '/upload', { ...bearer(token), 'x-file-name': encodeURIComponent('秘密.jpg') }, photo)
  await host.send('GET', '/file/t1')
  await host.send('GET', '/nothing?code=secret')
  expect(host.requests.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
    'POST /session 200',
    'POST /rpc/* 200',
    'POST /upload 200',
    'GET /file/:ticket 200',
    'GET (none) 404',
  ])
  const log = JSON.stringify(host.requests)
  for (const secret of [token, host.code, '王敏', '秘密', 't1', 'secret']) expect(log).not.toContain(secret)
})
