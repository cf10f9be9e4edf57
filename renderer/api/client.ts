import { createORPCClient } from '@orpc/client'
import { RPCLink as HttpLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from '../../electron/contract/api.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { onDesktop } from './desktop.ts'
import { portLink } from './port.ts'
import { ask, authorization } from './session.ts'

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
