import fastifyStatic from '@fastify/static'
import type { AnyRouter } from '@orpc/server'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isLoopback, isOurs, namesOf, type Listening } from './address.ts'
import { cachingOf, securityHeaders } from '../services/file/answerHeaders.ts'
import type { Report } from '../services/host/defectNumber.ts'
import { addFileRoutes, type FileExchange, type UploadLimits } from './files.ts'
import { endWhenStalled, usualPatience, type Patience } from './patience.ts'
import { methodsOf, refusal, refuse, refuseSocket } from './refusal.ts'
import type { RequestLogEntry } from './requestLog.ts'
import { createRpc, type Rpc } from './rpc.ts'
import { createSessions, type Sessions } from './sessions.ts'
import type { Guard, WebConnection } from './webConnection.ts'

export type WebHostOptions = {
  /** The services; the web host does not close them. */
  readonly host: WebServices
  readonly router: AnyRouter
  /** The built window. */
  readonly rendererFolder: string
  /** 0 takes a free one. */
  readonly port: number
  /** Where to listen, and the names browsers use for it beyond loopback. 127.0.0.1 unless a person configured it. */
  readonly listen?: { readonly address: string; readonly names: readonly string[] }
  readonly uploadLimits?: UploadLimits
  readonly patience?: Patience
  readonly logRequest?: (entry: RequestLogEntry) => void
}

/** What HTTP needs of the services' host. */
export type WebServices = {
  readonly files: FileExchange
  readonly loopback: boolean
  now(): number
  newId(): string
  connect(): WebConnection
  /** A defect under its incident number. */
  readonly reportDefect?: (incident: string, error: unknown) => void
}

export type WebHost = {
  /** Opens the window once: its fragment holds a code that dies at first use or after ten minutes. */
  readonly address: string
  close(): Promise<void>
}

/** Serves the window, `/rpc`, `/session`, `/upload` and `/file` (electron/README §5, decisions.md 30 and 31). */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { host, listen = { address: '127.0.0.1', names: [] } } = options
  if (host.loopback !== isLoopback(listen.address)) throw new Error('the services were told another listening address')
  const sessions = createSessions(
    () => host.now(),
    () => host.connect(),
  )
  const guard: Guard = (request) => connectionOf(request, sessions)
  const patience = options.patience ?? usualPatience
  const app = fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: patience.headers, connectionsCheckingInterval: patience.headers / 3 },
    clientErrorHandler: refuseSocket,
    frameworkErrors: (_error, _request, reply) => {
      void refuse(reply.headers(alwaysSent), 400, 'request.refused')
    },
  })
  let listening: Listening = { port: -1, names: [] }
  addFirstCheck(app, () => listening, patience)
  const report = reportTo(host)
  addLog(app, options.logRequest ?? (() => undefined))
  addErrorAnswers(app, report)
  addSessionRoutes(app, sessions, guard)
  // A body is a stream here: oRPC and the upload read it themselves.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    addRpcRoute(scope, createRpc(options.router, report), guard)
    addFileRoutes(scope, host.files, guard, options.uploadLimits ?? { file: 4 * 1024 ** 3, total: 32 * 1024 ** 3 })
  })
  await app.register(fastifyStatic, { root: options.rendererFolder, cacheControl: false, setHeaders: setCaching })
  await app.listen({ host: listen.address, port: options.port })
  const port = portOf(app)
  listening = { port, names: namesOf(listen.address, listen.names) }
  return {
    address: `http://${listening.names[0] ?? listen.address}:${port}/#code=${sessions.issueCode()}`,
    async close() {
      await app.close()
      await sessions.close()
    },
  }
}

/** What may be kept says so itself: the built files. */
const alwaysSent = { ...securityHeaders, 'cache-control': 'no-store' }

/** Before anything else: is the request meant for this host, and did it come from this host's own page? */
function addFirstCheck(app: FastifyInstance, listening: () => Listening, patience: Patience): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(alwaysSent)
    if (!isOurs(request.method, request.headers, listening())) return refuse(reply, 403, 'session.foreign')
    const methods = methodsOf(request.url)
    if (!methods.includes(request.method))
      return refuse(reply.header('allow', methods.join(', ')), 405, 'request.refused')
    endWhenStalled(request.raw, patience)
    return undefined
  })
}

function addLog(app: FastifyInstance, log: (entry: RequestLogEntry) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    log({
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.raw.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    })
  })
}

function addErrorAnswers(app: FastifyInstance, report: Report): void {
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return refuse(reply, status, 'request.refused')
    return reply.code(500).send({ kind: 'program.defect', details: { incident: report(error) } })
  })
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'request.unknown'))
}

function reportTo(host: WebServices): Report {
  return (error) => {
    const incident = host.newId()
    host.reportDefect?.(incident, error)
    return incident
  }
}

function addSessionRoutes(app: FastifyInstance, sessions: Sessions<WebConnection>, guard: Guard): void {
  app.post('/session', { bodyLimit: 1024 }, async (request, reply) => {
    const token = await sessions.exchange(codeIn(request.body))
    return token === undefined ? refuse(reply, 401, 'session.codeInvalid') : { token }
  })
  // A second tab is a session of its own: it gets a code, never the first tab's token.
  app.post('/session/again', { bodyLimit: 1024 }, async (request, reply) =>
    guard(request) === undefined ? refuse(reply, 401, 'session.missing') : { code: sessions.issueCode() },
  )
}

function addRpcRoute(app: FastifyInstance, rpc: Rpc, guard: Guard): void {
  app.post('/rpc/*', async (request, reply) => {
    const connection = guard(request)
    if (connection === undefined) return refuse(reply, 401, 'session.missing')
    reply.hijack()
    for (const [name, value] of Object.entries(alwaysSent)) reply.raw.setHeader(name, value)
    if (await rpc(request.raw, reply.raw, connection.context)) return reply
    reply.raw.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(refusal('request.unknown')))
    return reply
  })
}

function codeIn(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : ''
}

function connectionOf(request: FastifyRequest, sessions: Sessions<WebConnection>): WebConnection | undefined {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ', 2)
  return scheme?.toLowerCase() === 'bearer' ? sessions.find(token) : undefined
}

function setCaching(reply: FastifyReply, path: string): void {
  void reply.header('cache-control', cachingOf(path))
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the web host listens on no port')
  return address.port
}
