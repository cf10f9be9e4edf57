import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { os, ORPCError, type RouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { OfferedFile } from '../../electron/services/downloadTicket.ts'
import { traceOf } from '../../electron/services/defect.ts'
import type { RequestLogEntry } from '../../electron/web/requestLog.ts'
import { startWebHost, type WebHost, type WebServices } from '../../electron/web/webHost.ts'

const photo = Buffer.from('0123456789')
const tickIterations: number[] = []
let ended: PromiseWithResolvers<string>

const router = {
  greet: os
    .$context<{ tab: number }>()
    .input(z.object({ name: z.string() }))
    .handler(({ input, context }) => ({ text: `${input.name}，第 ${context.tab} 页` })),
  refuse: os.handler(() => {
    throw new ORPCError('PROBLEM', { status: 422, data: { kind: 'password.wrong', details: {} } })
  }),
  fail: os.handler(() => {
    throw new TypeError('secret 张三')
  }),
  watch: os.handler(async function* ({ signal }) {
    try {
      for (let n = 1; ; n++) {
        tickIterations.push(n)
        yield { n }
        await new Promise((resolve) => setTimeout(resolve, 5))
        if (signal?.aborted === true) return
      }
    } finally {
      ended.resolve('ended')
    }
  }),
}
type Client = RouterClient<typeof router>

let clock: number
let closed: number[]
let received: { readonly name: string; readonly bytes: Buffer }[]
let tickets: Map<string, OfferedFile>
let requests: RequestLogEntry[]
let incidents: string[]
let folder: string
let web: WebHost
let origin: string

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 22)
  ended = Promise.withResolvers()
  closed = []
  received = []
  requests = []
  incidents = []
  tickets = new Map([['t1', offered('现场 照片.jpg', 'image/jpeg')]])
  folder = await mkdtemp(join(tmpdir(), 'mingcha-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>明察</title>')
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}')
  web = await startWebHost({
    host: services(),
    router,
    rendererFolder: folder,
    port: 0,
    uploadLimit: 1000,
    logRequest: (entry) => void requests.push(entry),
  })
  origin = new URL(web.address).origin
})

afterEach(async () => {
  await web.close()
  await rm(folder, { recursive: true })
})

describe('opening the window', () => {
  it('exchanges the code of the printed address once for a token', async () => {
    const code = codeOf(web.address)
    const first = await post('/session', { code })
    expect(first.status).toBe(200)
    expect(await greet((first.body as { token: string }).token)).toBe('王敏，第 1 页')
    const second = await post('/session', { code })
    expect(second).toMatchObject({ status: 401, body: { kind: 'session.codeInvalid' } })
  })

  it.each([
    ['an unknown code', () => post('/session', { code: 'A'.repeat(43) })],
    ['no code', () => post('/session', {})],
    ['a code that is no text', () => post('/session', { code: 5 })],
  ])('refuses %s', async (_, ask) => {
    expect(await ask()).toMatchObject({ status: 401, body: { kind: 'session.codeInvalid' } })
  })

  it('lets a code die after ten minutes', async () => {
    clock += 10 * 60_000
    expect(await post('/session', { code: codeOf(web.address) })).toMatchObject({ status: 401 })
  })

  it('gives an authorised tab a code for a second tab, which is a session of its own', async () => {
    const token = await openTab()
    const again = await post('/session/again', undefined, { authorization: `Bearer ${token}` })
    const { code } = again.body as { code: string }
    const second = (await post('/session', { code })).body as { token: string }
    expect(second.token).not.toBe(token)
    expect(await greet(second.token)).toBe('王敏，第 2 页')
    expect(await greet(token)).toBe('王敏，第 1 页')
  })

  it('gives nobody else a code', async () => {
    expect(await post('/session/again', undefined)).toMatchObject({ status: 401, body: { kind: 'session.missing' } })
  })

  it('forgets a tab that asked for nothing for twelve hours, and closes its connection', async () => {
    const token = await openTab()
    const code = ((await post('/session/again', undefined, bearer(token))).body as { code: string }).code
    clock += 12 * 60 * 60_000
    expect(await post('/rpc/greet', { json: { name: '王敏' } }, bearer(token))).toMatchObject({ status: 401 })
    await post('/session', { code })
    expect(closed).toEqual([1])
  })

  it('closes every connection with the host', async () => {
    await openTab()
    await web.close()
    expect(closed).toEqual([1])
  })
})

describe('who may ask', () => {
  it.each([
    ['/rpc/greet', { json: { name: '王敏' } }],
    ['/upload', undefined],
  ])('%s without a token is 401', async (path, body) => {
    expect(await post(path, body)).toMatchObject({ status: 401, body: { kind: 'session.missing' } })
  })

  it('a wrong token, or another scheme, is 401', async () => {
    for (const authorization of ['Bearer nonsense', 'Bearer', 'Basic YTpi'])
      expect(await post('/rpc/greet', {}, { authorization })).toMatchObject({ status: 401 })
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
    const token = await openTab()
    const answer = await post('/rpc/greet', { json: { name: '王敏' } }, { ...bearer(token), ...headers })
    expect(answer).toMatchObject({ status: 403, body: { kind: 'session.foreign' } })
  })

  it.each(['/', '/assets/main-abc.js', '/file/t1'])('refuses to read %s under another name', async (path) => {
    expect(await send('GET', path, { host: 'evil.example' })).toMatchObject({ status: 403 })
    expect(await send('GET', path, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
  })

  it('answers to localhost as well', async () => {
    const host = `localhost:${new URL(origin).port}`
    expect(await send('GET', '/', { host })).toMatchObject({ status: 200 })
  })

  it('does not start when the services think they are on loopback and they are not', async () => {
    const elsewhere = {
      host: services(),
      router,
      rendererFolder: folder,
      port: 0,
      listen: { address: '0.0.0.0', names: ['总部'] },
    }
    await expect(startWebHost(elsewhere)).rejects.toThrow('listening address')
  })
})

describe('the window', () => {
  it('is served with a strict policy, and never kept when it may change', async () => {
    const { status, headers, text } = await send('GET', '/', { 'sec-fetch-site': 'none' })
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
    expect((await send('GET', '/assets/main-abc.js')).headers['cache-control']).toContain('immutable')
  })

  it.each(['/../package.json', '/..%2f..%2fpackage.json', '/nothing.html', '/assets/'])('has no %s', async (path) => {
    expect((await send('GET', path)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('/rpc', () => {
  it('answers a Problem as the procedure gave it', async () => {
    const answer = await post('/rpc/refuse', {}, bearer(await openTab()))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('password.wrong')
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })

  it('answers a defect with an incident number only, and logs the place without the words', async () => {
    const answer = await post('/rpc/fail', {}, bearer(await openTab()))
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('id-1')
    expect(answer.text).not.toContain('张三')
    expect(incidents).toHaveLength(1)
    expect(incidents[0]).toMatch(/^id-1 TypeError\n\s+at .*webHost\.test\.ts/)
    expect(incidents[0]).not.toContain('张三')
  })

  it('refuses a body over the limit with 413, whether it says its size or not', async () => {
    const token = await openTab()
    const big = JSON.stringify({ json: { name: '长'.repeat(3 * 1024 * 1024) } })
    expect((await send('POST', '/rpc/greet', { ...bearer(token), ...json }, big)).status).toBe(413)
    const chunked = { ...bearer(token), ...json, 'transfer-encoding': 'chunked' }
    expect((await send('POST', '/rpc/greet', chunked, big)).status).toBe(413)
  })

  it('has no procedure it was not given', async () => {
    expect(await post('/rpc/nothing', {}, bearer(await openTab()))).toMatchObject({ status: 404 })
  })

  it('stops an event iterator when the window goes away', async () => {
    const client = clientOf(await openTab())
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
    expect(await ended.promise).toBe('ended')
  })
})

describe('/upload', () => {
  const name = { 'x-file-name': encodeURIComponent('C:\\照片\\现场 01.jpg') }

  it('streams a file to the services under its own name, without its folders', async () => {
    const answer = await send('POST', '/upload', { ...bearer(await openTab()), ...name }, photo)
    expect(answer).toMatchObject({ status: 200, body: { handle: 'handle-1' } })
    expect(received).toEqual([{ name: '现场 01.jpg', bytes: photo }])
  })

  it('refuses a file over the limit with 413, whether it says its size or not, and keeps none of it', async () => {
    const token = await openTab()
    const big = Buffer.alloc(1001)
    const answer = await send('POST', '/upload', { ...bearer(token), ...name }, big)
    expect(answer).toMatchObject({ status: 413, body: { kind: 'upload.tooLarge', details: { limit: 1000 } } })
    const chunked = { ...bearer(token), ...name, 'transfer-encoding': 'chunked' }
    expect(await send('POST', '/upload', chunked, big)).toMatchObject({ status: 413 })
    expect(received).toEqual([])
  })

  it('takes a file of exactly the limit', async () => {
    expect(await send('POST', '/upload', { ...bearer(await openTab()), ...name }, Buffer.alloc(1000))).toMatchObject({
      status: 200,
    })
  })

  it.each([undefined, '', '%E7%85', encodeURIComponent('a\u0000b'), encodeURIComponent('照片/')])(
    'refuses the name %s',
    async (fileName) => {
      const headers = { ...bearer(await openTab()), ...(fileName === undefined ? {} : { 'x-file-name': fileName }) }
      expect(await send('POST', '/upload', headers, photo)).toMatchObject({
        status: 400,
        body: { kind: 'upload.unnamed' },
      })
    },
  )
})

describe('/file', () => {
  it('hands a file out once, under its Chinese name', async () => {
    const { status, headers, bytes } = await send('GET', '/file/t1')
    expect(status).toBe(200)
    expect(bytes).toEqual(photo)
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '10',
      'content-disposition': `inline; filename="__ __.jpg"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.jpg`,
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    expect(await send('GET', '/file/t1')).toMatchObject({ status: 404, body: { kind: 'file.gone' } })
  })

  it('never shows what could run: it is saved instead', async () => {
    for (const type of ['text/html', 'image/svg+xml', 'application/pdf']) {
      tickets.set('t1', offered('a.html', type))
      expect((await send('GET', '/file/t1')).headers['content-disposition']).toMatch(/^attachment;/)
    }
  })

  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', undefined],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('range %s → %i', async (range, status, text, contentRange) => {
    const answer = await send('GET', '/file/t1', { range })
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(text)
    expect(answer.headers['content-range']).toBe(contentRange)
  })

  it('asking for the headers alone does not spend the ticket', async () => {
    expect((await send('HEAD', '/file/t1')).status).toBe(404)
    expect((await send('GET', '/file/t1')).status).toBe(200)
  })
})

it('logs route patterns, never names, tickets, codes or tokens', async () => {
  const token = await openTab()
  await post('/rpc/greet', { json: { name: '王敏' } }, bearer(token))
  await send('POST', '/upload', { ...bearer(token), 'x-file-name': encodeURIComponent('秘密.jpg') }, photo)
  await send('GET', '/file/t1')
  await send('GET', '/nothing?code=secret')
  expect(requests.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
    'POST /session 200',
    'POST /rpc/* 200',
    'POST /upload 200',
    'GET /file/:ticket 200',
    'GET (none) 404',
  ])
  const log = JSON.stringify(requests)
  for (const secret of [token, codeOf(web.address), '王敏', '秘密', 't1', 'secret']) expect(log).not.toContain(secret)
})

function services(): WebServices {
  let tabs = 0
  let ids = 0
  return {
    loopback: true,
    now: () => clock,
    newId: () => `id-${++ids}`,
    reportDefect: (incident, error) => void incidents.push(`${incident} ${traceOf(error)}`),
    connect() {
      const tab = ++tabs
      return { context: { tab }, close: async () => void closed.push(tab) }
    },
    files: {
      async receive(source, name) {
        received.push({ name, bytes: await buffer(source) })
        return `handle-${received.length}`
      },
      redeem(ticket) {
        const file = tickets.get(ticket)
        tickets.delete(ticket)
        return file
      },
    },
  }
}

function offered(name: string, mediaType: string): OfferedFile {
  return {
    name,
    mediaType,
    size: photo.length,
    open: async (start, end) => Readable.from([photo.subarray(start, end + 1)]),
  }
}

const json = { 'content-type': 'application/json' }

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

function codeOf(address: string): string {
  return new URLSearchParams(new URL(address).hash.slice(1)).get('code') ?? ''
}

async function openTab(): Promise<string> {
  return ((await post('/session', { code: codeOf(web.address) })).body as { token: string }).token
}

function clientOf(token: string): Client {
  return createORPCClient(new RPCLink({ url: `${origin}/rpc`, headers: { ...bearer(token), origin } }))
}

async function greet(token: string): Promise<string> {
  return (await clientOf(token).greet({ name: '王敏' })).text
}

function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  return send(
    'POST',
    path,
    { ...(body === undefined ? {} : json), ...headers },
    body === undefined ? undefined : JSON.stringify(body),
  )
}

type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  readonly body: unknown
}

/** Plain HTTP, because fetch neither sets Host nor leaves Origin out. */
async function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body?: string | Buffer,
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const all: Record<string, string | undefined> = method === 'POST' ? { origin, ...headers } : headers
  const given = Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, method, path, headers: given, agent: false }, resolve)
    outgoing.on('error', reject)
    outgoing.end(body)
  })
  const bytes = await buffer(response)
  const text = bytes.toString('utf8')
  const isJson = response.headers['content-type']?.startsWith('application/json') === true
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    bytes,
    text,
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined,
  }
}
