import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { connectMessage } from '../../electron/contract/desktop.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { notices } from './desktop.ts'

/**
 * The desktop's link: one MessagePort to the services' process, and a new one when that process was started again.
 * Meanwhile every question is the Problem host.unreachable, as it is on the web host.
 */
export function portLink(): ClientLink<ClientContext> {
  let line: Line | undefined = connect()
  let lost = false
  notices.hear(({ kind }) => {
    if (kind !== 'servicesEnded' && kind !== 'servicesStarted') return
    lost = kind === 'servicesEnded'
    line?.hangUp()
    line = undefined
  })
  return {
    call: async (path, input, options) => {
      if (lost) throw new Problem('host.unreachable', {})
      line ??= connect()
      return line.link.call(path, input, options)
    },
  }
}

type Line = { readonly link: ClientLink<ClientContext>; readonly hangUp: () => void }

/** The preload passes the other end on to the services' process, after the main process has looked at who asks. */
function connect(): Line {
  const { port1, port2 } = new MessageChannel()
  window.postMessage(connectMessage, '/', [port2])
  const link = new RPCLink({ port: port1 })
  port1.start()
  return {
    link,
    hangUp: () => {
      port1.close()
      // A port tells its closing to the other end only; whoever waits here for an answer must learn it too.
      port1.dispatchEvent(new Event('close'))
    },
  }
}
