import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, isProblem } from '../contract/problem/problem.ts'
import type { OfferedFile } from '../services/file/downloadTicket.ts'
import { answerFile } from '../services/file/fileAnswer.ts'
import type { Guard } from './webConnection.ts'

/** The part of the services' file handles that bytes over HTTP need (decisions.md 30). */
export type FileExchange = {
  /** Keeps an uploaded file until it is used; resolves to its handle. */
  receive(source: Readable, name: string): Promise<string>
  /** What a ticket stands for; a single-use ticket is spent by this. */
  redeem(ticket: string): OfferedFile | undefined
}

/** `POST /upload` takes a file in as a stream, `GET /file/‹ticket›` hands one out, whole or in ranges. */
export function addFileRoutes(app: FastifyInstance, files: FileExchange, guard: Guard, uploadLimit: number): void {
  app.post('/upload', async (request, reply) => {
    if (guard(request) === undefined) return refuse(reply, 401, 'session.missing')
    const name = uploadName(request.headers['x-file-name'])
    if (name === undefined) return refuse(reply, 400, 'upload.unnamed')
    if (Number(request.headers['content-length']) > uploadLimit) return tooLarge(reply, uploadLimit)
    try {
      return { handle: await files.receive(Readable.from(limited(request.raw, uploadLimit)), name) }
    } catch (error) {
      if (!isProblem(error)) throw error
      return error.kind === 'upload.tooLarge'
        ? tooLarge(reply, uploadLimit)
        : reply.code(422).send({ kind: error.kind, details: error.details })
    }
  })
  app.get('/file/:ticket', (request: FastifyRequest<{ Params: { ticket: string } }>, reply) =>
    sendFile(files.redeem(request.params.ticket), request.headers.range, reply),
  )
}

export function refuse(
  reply: FastifyReply,
  status: number,
  kind:
    'session.missing' | 'session.codeInvalid' | 'session.foreign' | 'upload.unnamed' | 'file.gone' | 'request.unknown',
): FastifyReply {
  return reply.code(status).send({ kind, details: {} })
}

/** The rest of the body is not read: the connection ends with the answer. */
function tooLarge(reply: FastifyReply, limit: number): FastifyReply {
  return reply.code(413).header('connection', 'close').send({ kind: 'upload.tooLarge', details: { limit } })
}

async function sendFile(file: OfferedFile | undefined, range: string | undefined, reply: FastifyReply) {
  if (file === undefined) return refuse(reply, 404, 'file.gone')
  const { status, headers, open } = answerFile(file, range)
  const { taken } = file
  if (taken !== undefined && status === 200) reply.raw.once('finish', () => void taken())
  return reply
    .code(status)
    .headers(headers)
    .send(open === undefined ? '' : await open())
}

/** The name travels percent-encoded, because a header is ASCII; folders in it are not for us to follow. */
function uploadName(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined
  try {
    const name = decodeURIComponent(header).split(/[\\/]/).at(-1)?.trim() ?? ''
    return name === '' || name.length > 255 || !name.isWellFormed() || name.includes('\u0000') ? undefined : name
  } catch {
    return undefined
  }
}

/** Counts while it reads; the request itself is left open, so that the refusal can still be answered. */
async function* limited(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new Problem('upload.tooLarge', { limit })
    yield chunk
  }
  if (!request.complete) throw new Error('the upload ended early')
}
