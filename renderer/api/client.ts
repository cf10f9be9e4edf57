import { createORPCClient } from '@orpc/client'
import { RPCLink as HttpLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from '../../electron/contract/api.ts'
import { Problem } from '../../electron/contract/problem.ts'
import { ask, authorization, onDesktop } from './session.ts'

/** Every procedure of the contract; nothing above knows on which link it travels. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(onDesktop ? portLink() : httpLink())
/** The same as query and mutation options. */
export const api = createTanstackQueryUtils(client)

function httpLink() {
  return new HttpLink({
    url: `${location.origin}/rpc`,
    headers: authorization,
    fetch: async (request, init) => {
      const response = await ask(request, init)
      if (response.status === 401) throw new Problem('session.missing', {})
      return response
    },
  })
}

/** The preload passes the other end on to the services' process, after it has looked at who asks. */
function portLink() {
  const { port1, port2 } = new MessageChannel()
  window.postMessage('orpc:connect', '/', [port2])
  const link = new PortLink({ port: port1 })
  port1.start()
  return link
}
