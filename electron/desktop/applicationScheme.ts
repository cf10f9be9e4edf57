import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { cachingOf, securityHeaders } from '../services/file/answerHeaders.ts'
import { windowOrigin } from './channels.ts'
import type { Services } from './servicesProcess.ts'

/** Before the program is ready: a scheme that behaves like https, with an origin of its own. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Answers every request of the window: its built files and `GET /file/‹ticket›`; every answer is hardened alike. */
export function serveWindow(rendererFolder: string, services: Services): void {
  protocol.handle('app', async (request) => {
    const answer = await answerOf(request, rendererFolder, services)
    for (const [name, value] of Object.entries(securityHeaders))
      if (!answer.headers.has(name)) answer.headers.set(name, value)
    return answer
  })
}

async function answerOf(request: Request, rendererFolder: string, services: Services): Promise<Response> {
  const { origin, host, protocol: scheme, pathname } = new URL(request.url)
  // Where a runtime knows no origin for the scheme it says null.
  if (origin !== windowOrigin && `${scheme}//${host}` !== windowOrigin) return refusal(404)
  if (request.method !== 'GET') return refusal(405)
  const path = decoded(pathname)
  if (path === undefined) return refusal(404)
  const ticket = /^\/file\/([^/]+)$/.exec(path)?.[1]
  return ticket === undefined
    ? builtFile(rendererFolder, path)
    : offeredFile(services, ticket, request.headers.get('range'))
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

async function builtFile(folder: string, path: string): Promise<Response> {
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  const type = mediaTypes[extname(file)]
  if (!file.startsWith(folder + sep) || type === undefined) return refusal(404)
  try {
    const bytes = await readFile(file)
    return new Response(new Uint8Array(bytes), { headers: { 'content-type': type, 'cache-control': cachingOf(file) } })
  } catch {
    return refusal(404)
  }
}

async function offeredFile(services: Services, ticket: string, range: string | null): Promise<Response> {
  const opened = await services.ask('openFile', { ticket, range })
  if ('problem' in opened) return Response.json(opened.problem, { status: 404 })
  const { status, headers, body } = opened.value
  return new Response(body === null ? null : partsOf(services, body), { status, headers: { ...headers } })
}

/** One part at a time, when the window has taken the one before: a film of any size passes in little memory. */
function partsOf(services: Services, body: number): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await services.ask('readPart', { body })
        if ('problem' in part) controller.error(new Error(part.problem.kind))
        else if (part.value.bytes === null) controller.close()
        else controller.enqueue(part.value.bytes)
      },
      async cancel() {
        await services.ask('dropBody', { body })
      },
    },
    { highWaterMark: 1 },
  )
}

function refusal(status: 404 | 405): Response {
  return Response.json({ kind: 'request.unknown', details: {} }, { status })
}
