import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyRouter, Context } from '@orpc/server'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { tellNumberOnly, type Report } from '../services/host/defectNumber.ts'

export type Rpc = (request: IncomingMessage, response: ServerResponse, context: Context) => Promise<boolean>

/** Texts and drawn signatures; files do not travel through RPC (electron/README §5). */
const bodyLimit = 8 * 1024 * 1024

/** Answers false where no procedure has this path. */
export function createRpc(router: AnyRouter, report: Report): Rpc {
  const handler = new RPCHandler<Context>(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: bodyLimit })],
    clientInterceptors: [tellNumberOnly(report)],
  })
  return async (request, response, context) => {
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context })
    return matched
  }
}
