import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { os, ORPCError, type RouterClient } from '@orpc/server'
import * as z from 'zod'
import { traceOf } from '../../electron/services/host/defect.ts'
import type { OfferedFile } from '../../electron/services/file/downloadTicket.ts'
import type { RequestLogEntry } from '../../electron/web/requestLog.ts'
import { startWebHost, type WebHost, type WebHostOptions, type WebServices } from '../../electron/web/webHost.ts'

/** A web host that listens, over services that only note what reaches them, and how a window and a stranger ask it. */
export type TestHost = {
  readonly web: WebHost
  readonly options: WebHostOptions
  readonly origin: string
  /** What opens the window once. */
  readonly code: string
  readonly clock: { now: number }
  readonly window: { locked: boolean }
  /** The tabs whose connection was closed. */
  readonly closed: readonly number[]
  readonly received: readonly { readonly name: string; readonly bytes: Buffer }[]
  readonly tickets: Map<string, OfferedFile>
  readonly requests: readonly RequestLogEntry[]
  readonly incidents: readonly string[]
  /** Settled once `watch` was stopped. */
  readonly ended: PromiseWithResolvers<string>
  send(method: string, path: string, headers?: AskedHeaders, body?: string | Buffer): Promise<Answer>
  /** `send` of a body as JSON. */
  post(path: string, body: unknown, headers?: AskedHeaders): Promise<Answer>
  /** Spends the code; gives the tab's token. */
  openTab(): Promise<string>
  clientOf(token: string): Client
  greet(token: string): Promise<string>
  end(): Promise<void>
}

/** `undefined` leaves one out that is sent otherwise. */
type AskedHeaders = Readonly<Record<string, string | undefined>>

type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  readonly body: unknown
}

type Client = RouterClient<ReturnType<typeof createRouter>>

export const photo = Buffer.from('0123456789')

export const json = { 'content-type': 'application/json' }

export function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

/** The photo's bytes under this name, to be fetched for a ticket. */
export function offered(name: string, mediaType: string): OfferedFile {
  return {
    name,
    mediaType,
    size: photo.length,
    open: async (start, end) => Readable.from([photo.subarray(start, end + 1)]),
  }
}

export async function startTestHost(): Promise<TestHost> {
  const requests: RequestLogEntry[] = []
  const ended = Promise.withResolvers<string>()
  const { services, ...noted } = notingServices()
  const folder = await windowFolder()
  const options = {
    host: services,
    router: createRouter(ended),
    rendererFolder: folder,
    port: 0,
    uploadLimits: { file: 1000, total: 3000 },
    patience: { headers: 300, body: 100 },
    logRequest: (entry: RequestLogEntry) => void requests.push(entry),
  }
  const web = await startWebHost(options)
  const { origin, hash } = new URL(web.address)
  const code = new URLSearchParams(hash.slice(1)).get('code') ?? ''

  const send: TestHost['send'] = (method, path, headers = {}, body) =>
    ask(origin, method, path, method === 'POST' ? { origin, ...headers } : headers, body)
  const post: TestHost['post'] = (path, body, headers = {}) =>
    body === undefined ? send('POST', path, headers) : send('POST', path, { ...json, ...headers }, JSON.stringify(body))
  const clientOf = (token: string): Client =>
    createORPCClient(new RPCLink({ url: `${origin}/rpc`, headers: { ...bearer(token), origin } }))

  return {
    ...noted,
    web,
    options,
    origin,
    code,
    requests,
    ended,
    send,
    post,
    clientOf,
    openTab: async () => ((await post('/session', { code })).body as { token: string }).token,
    greet: async (token) => (await clientOf(token).greet({ name: '王敏' })).text,
    async end() {
      await web.close()
      await rm(folder, { recursive: true })
    },
  }
}

function createRouter(ended: PromiseWithResolvers<string>) {
  return {
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
          yield { n }
          await new Promise((resolve) => setTimeout(resolve, 5))
          if (signal?.aborted === true) return
        }
      } finally {
        ended.resolve('ended')
      }
    }),
  }
}

/** Services that do nothing but note, and have one file to give. */
function notingServices() {
  const clock = { now: Date.UTC(2026, 10, 22) }
  const closed: number[] = []
  const received: { name: string; bytes: Buffer }[] = []
  const incidents: string[] = []
  const tickets = new Map([['t1', offered('现场 照片.jpg', 'image/jpeg')]])
  const window = { locked: false }
  let tabs = 0
  let ids = 0
  const services: WebServices = {
    loopback: true,
    now: () => clock.now,
    newId: () => `id-${++ids}`,
    reportDefect: (incident, error) => void incidents.push(`${incident} ${traceOf(error)}`),
    connect() {
      const tab = ++tabs
      return {
        context: { tab },
        get session() {
          return window.locked ? undefined : {}
        },
        close: async () => void closed.push(tab),
      }
    },
    files: {
      async receive(source, name) {
        received.push({ name, bytes: await buffer(source) })
        return `handle-${received.length}`
      },
      heldBy: () => received.reduce((sum, { bytes }) => sum + bytes.length, 0),
      redeem(ticket) {
        const file = tickets.get(ticket)
        tickets.delete(ticket)
        return file
      },
    },
  }
  return { services, clock, window, closed, received, incidents, tickets }
}

/** A built window in short. */
async function windowFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>明察</title>')
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}')
  return folder
}

/** Plain HTTP, because fetch neither sets Host nor leaves Origin out. */
async function ask(
  origin: string,
  method: string,
  path: string,
  headers: AskedHeaders,
  body?: string | Buffer,
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const given = Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
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
