import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyRouter, Context } from '@orpc/server'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { refusal } from './refusal.ts'
import { tellNumberOnly, type Report } from '../services/host/defectNumber.ts'

export type Rpc = (request: IncomingMessage, response: ServerResponse, context: Context) => Promise<boolean>

/** Texts and drawn signatures; files do not travel through RPC (electron/README §5). */
const bodyLimit = 8 * 1024 * 1024

/** Answers false where no procedure has this path. */
export function createRpc(router: AnyRouter, report: Report): Rpc {
  const handler = new RPCHandler<Context>(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: bodyLimit })],
    clientInterceptors: [tellNumberOnly(report)],
    rootInterceptors: [inOwnWords],
  })
  return async (request, response, context) => {
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context })
    return matched
  }
}

type Answered = {
  readonly matched: boolean
  readonly response?: { readonly status: number; readonly body?: unknown } | undefined
}

/** What the library itself refuses, a body that is too large or cannot be read, it refuses in English. */
async function inOwnWords<T extends Answered>({ next }: { readonly next: () => Promise<T> }): Promise<T> {
  const answered = await next()
  const { response } = answered
  if (response === undefined || response.status < 400 || response.status >= 500 || saysProblem(response.body))
    return answered
  const { status } = response
  const error = {
    defined: false,
    code: 'PROBLEM',
    status,
    message: 'request.refused',
    data: refusal('request.refused'),
  }
  return { ...answered, response: { ...response, body: { json: error, meta: [] } } }
}

function saysProblem(body: unknown): boolean {
  return (JSON.stringify(body) ?? '').includes('"code":"PROBLEM"')
}
