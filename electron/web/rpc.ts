import type { IncomingMessage, ServerResponse } from 'node:http'
import { ORPCError, type AnyRouter, type Context } from '@orpc/server'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'

export type Rpc = (request: IncomingMessage, response: ServerResponse, context: Context) => Promise<boolean>

/** Texts and drawn signatures; files do not travel through RPC (DESIGN §5). */
const bodyLimit = 8 * 1024 * 1024

/** Notes a defect and gives the number under which it can be found. */
export type Report = (error: unknown) => string

/** Answers false where no procedure has this path. */
export function createRpc(router: AnyRouter, report: Report): Rpc {
  const handler = new RPCHandler<Context>(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: bodyLimit })],
    clientInterceptors: [
      async (options) => {
        try {
          return await options.next()
        } catch (error) {
          throw error instanceof ORPCError && error.status < 500 ? error : defect(report(error))
        }
      },
    ],
  })
  return async (request, response, context) => {
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context })
    return matched
  }
}

/** What is no Problem is a defect: the window learns its number and nothing else. */
function defect(incident: string): ORPCError<'INTERNAL_SERVER_ERROR', object> {
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'incident', data: { incident } })
}
