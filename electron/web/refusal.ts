import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import type { ProblemKind } from '../contract/problem/problem.ts'

/** Kinds of refusals that need no details: every answer below 500 is a Problem, which the window says in Chinese. */
type RefusalKind = Extract<
  ProblemKind,
  | 'session.missing'
  | 'session.codeInvalid'
  | 'session.foreign'
  | 'workspace.locked'
  | 'upload.unnamed'
  | 'file.gone'
  | 'request.unknown'
  | 'request.refused'
>

export function refuse(reply: FastifyReply, status: number, kind: RefusalKind): FastifyReply {
  return reply.code(status).send(refusal(kind))
}

export function refusal(kind: RefusalKind) {
  return { kind, details: {} }
}

/** Which methods an address takes; nothing here is asked about by OPTIONS, and nothing is echoed by TRACE. */
export function methodsOf(url: string): readonly string[] {
  const [path = ''] = url.split('?', 1)
  return /^\/(?:rpc\/.*|session|session\/again|upload)$/.test(path) ? ['POST'] : ['GET', 'HEAD']
}

/** What cannot be read as HTTP at all, or does not come to its end in time, has no reply of the framework's. */
export function refuseSocket(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400
  const body = JSON.stringify(refusal('request.refused'))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncache-control: no-store\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
}
