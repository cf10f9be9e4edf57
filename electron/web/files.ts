import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, isProblem } from '../contract/problem/problem.ts'
import type { OfferedFile } from '../services/file/downloadTicket.ts'
import { answerFile } from '../services/file/fileAnswer.ts'
import { refuse } from './refusal.ts'
import type { Guard } from './webConnection.ts'

/** The part of the services' file handles that bytes over HTTP need (decisions.md 30). */
export type FileExchange = {
  /** Keeps an uploaded file until it is used; resolves to its handle. */
  receive(source: Readable, name: string, owner: object): Promise<string>
  /** Bytes of what this owner has sent and not used yet. */
  heldBy(owner: object): number
  /** What a ticket stands for; a single-use ticket is spent by this. */
  redeem(ticket: string): OfferedFile | undefined
}

/** Bytes: of one file, and of all that a window has sent and not used yet. */
export type UploadLimits = { readonly file: number; readonly total: number }

/** `POST /upload` takes a file in as a stream, `GET /file/‹ticket›` hands one out, whole or in ranges. */
export function addFileRoutes(app: FastifyInstance, files: FileExchange, guard: Guard, limits: UploadLimits): void {
  const coming = new WeakMap<object, number>()
  app.post('/upload', async (request, reply) => {
    const owner = guard(request)
    if (owner === undefined) return refuse(reply, 401, 'session.missing')
    // The key of a locked window opens nothing, and fills no disk.
    if (owner.session === undefined) return refuse(reply, 403, 'workspace.locked')
    const name = uploadName(request.headers['x-file-name'])
    if (name === undefined) return refuse(reply, 400, 'upload.unnamed')
    const count = (bytes: number): void => {
      const now = (coming.get(owner) ?? 0) + bytes
      coming.set(owner, now)
      if (now + files.heldBy(owner) > limits.total) throw new Problem('upload.tooMuch', { limit: limits.total })
    }
    const size = Number(request.headers['content-length'] ?? 0)
    const source = counted(request.raw, limits.file, count)
    try {
      if (size > limits.file) throw new Problem('upload.tooLarge', { limit: limits.file })
      if (size + files.heldBy(owner) > limits.total) throw new Problem('upload.tooMuch', { limit: limits.total })
      return { handle: await files.receive(Readable.from(source.bytes), name, owner) }
    } catch (error) {
      if (!isProblem(error)) throw error
      return error.kind === 'upload.tooLarge' || error.kind === 'upload.tooMuch'
        ? tooLarge(reply, error)
        : reply.code(422).send({ kind: error.kind, details: error.details })
    } finally {
      coming.set(owner, (coming.get(owner) ?? 0) - source.size())
    }
  })
  app.get('/file/:ticket', (request: FastifyRequest<{ Params: { ticket: string } }>, reply) =>
    sendFile(files.redeem(request.params.ticket), request.headers.range, reply),
  )
}

/** The rest of the body is not read: the connection ends with the answer. */
function tooLarge(reply: FastifyReply, { kind, details }: Problem): FastifyReply {
  return reply.code(413).header('connection', 'close').send({ kind, details })
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
function counted(request: IncomingMessage, limit: number, count: (bytes: number) => void) {
  let size = 0
  async function* read(): AsyncGenerator<Buffer> {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw new Problem('upload.tooLarge', { limit })
      count(chunk.length)
      yield chunk
    }
    if (!request.complete) throw new Error('the upload ended early')
  }
  return { bytes: read(), size: () => size }
}
