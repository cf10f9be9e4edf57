import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bearer, offered, photo, startTestHost, type TestHost } from './testHost.ts'

/** Files on their way in, up to the limit, and on their way out, for a ticket. */
let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
})
afterEach(() => host.end())

describe('/upload', () => {
  const name = { 'x-file-name': encodeURIComponent('C:\\照片\\现场 01.jpg') }

  it('streams a file to the services under its own name, without its folders', async () => {
    const answer = await host.send('POST', '/upload', { ...bearer(await host.openTab()), ...name }, photo)
    expect(answer).toMatchObject({ status: 200, body: { handle: 'handle-1' } })
    expect(host.received).toEqual([{ name: '现场 01.jpg', bytes: photo }])
  })

  it('refuses a file over the limit with 413, whether it says its size or not, and keeps none of it', async () => {
    const token = await host.openTab()
    const big = Buffer.alloc(1001)
    const answer = await host.send('POST', '/upload', { ...bearer(token), ...name }, big)
    expect(answer).toMatchObject({ status: 413, body: { kind: 'upload.tooLarge', details: { limit: 1000 } } })
    const chunked = { ...bearer(token), ...name, 'transfer-encoding': 'chunked' }
    expect(await host.send('POST', '/upload', chunked, big)).toMatchObject({ status: 413 })
    expect(host.received).toEqual([])
  })

  it('takes a file of exactly the limit', async () => {
    expect(
      await host.send('POST', '/upload', { ...bearer(await host.openTab()), ...name }, Buffer.alloc(1000)),
    ).toMatchObject({
      status: 200,
    })
  })

  it('keeps no more of one window than in all, however many files', async () => {
    const token = await host.openTab()
    const send = (bytes: number, headers = {}) =>
      host.send('POST', '/upload', { ...bearer(token), ...name, ...headers }, Buffer.alloc(bytes))
    for (const bytes of [1000, 1000, 900]) expect(await send(bytes)).toMatchObject({ status: 200 })
    const refused = { status: 413, body: { kind: 'upload.tooMuch', details: { limit: 3000 } } }
    expect(await send(101)).toMatchObject(refused)
    expect(await send(101, { 'transfer-encoding': 'chunked' })).toMatchObject(refused)
    expect(await send(100)).toMatchObject({ status: 200 })
    expect(host.received).toHaveLength(4)
  })

  it('takes nothing for the token of a locked window', async () => {
    const token = await host.openTab()
    host.window.locked = true
    const answer = await host.send('POST', '/upload', { ...bearer(token), ...name }, photo)
    expect(answer).toMatchObject({ status: 403, body: { kind: 'workspace.locked' } })
    expect(host.received).toEqual([])
  })

  it.each([undefined, '', '%E7%85', encodeURIComponent('a\u0000b'), encodeURIComponent('照片/')])(
    'refuses the name %s',
    async (fileName) => {
      const headers = {
        ...bearer(await host.openTab()),
        ...(fileName === undefined ? {} : { 'x-file-name': fileName }),
      }
      expect(await host.send('POST', '/upload', headers, photo)).toMatchObject({
        status: 400,
        body: { kind: 'upload.unnamed' },
      })
    },
  )
})

describe('/file', () => {
  it('hands a file out once, under its Chinese name', async () => {
    const { status, headers, bytes } = await host.send('GET', '/file/t1')
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
    expect(await host.send('GET', '/file/t1')).toMatchObject({ status: 404, body: { kind: 'file.gone' } })
  })

  it('never shows what could run: it is saved instead', async () => {
    for (const type of ['text/html', 'image/svg+xml', 'application/pdf']) {
      host.tickets.set('t1', offered('a.html', type))
      expect((await host.send('GET', '/file/t1')).headers['content-disposition']).toMatch(/^attachment;/)
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
    const answer = await host.send('GET', '/file/t1', { range })
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(text)
    expect(answer.headers['content-range']).toBe(contentRange)
  })

  it('counts as taken when the whole of it was sent, and not where it broke off or was a part', async () => {
    const taken: string[] = []
    const whole = offered('数据包.mcsync', 'application/octet-stream')
    const broken = Readable.from(
      (function* () {
        yield photo.subarray(0, 4)
        throw new Error('the disk was pulled out')
      })(),
      { objectMode: false },
    )
    const note = (what: string) => async () => void taken.push(what)
    host.tickets.set('whole', { ...whole, taken: note('whole') })
    host.tickets.set('part', { ...whole, taken: note('part') })
    host.tickets.set('broken', { ...whole, open: async () => broken, taken: note('broken') })
    await expect(host.send('GET', '/file/broken')).rejects.toThrow()
    await host.send('GET', '/file/part', { range: 'bytes=0-3' })
    expect((await host.send('GET', '/file/whole')).text).toBe('0123456789')
    await expect.poll(() => taken).toEqual(['whole'])
  })

  it('asking for the headers alone does not spend the ticket', async () => {
    expect((await host.send('HEAD', '/file/t1')).status).toBe(404)
    expect((await host.send('GET', '/file/t1')).status).toBe(200)
  })
})
