import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type * as Electron from 'electron'
import { onScreen, toScreen } from './channel.ts'
import type { FromChild, ToChild } from './messages.ts'
import { Port } from './port.ts'
import { strict } from './strict.ts'

/** Where the window's ports lead: to the main process, or on to the services' process. */
const routes = new Map<string, Route>()
type Route = { readonly arrive: (data: unknown) => void; readonly closed: () => void }

onScreen('port', ({ port, data }) => routes.get(port)?.arrive(data))
onScreen('portClosed', ({ port }) => {
  closed.add(port)
  routes.get(port)?.closed()
  routes.delete(port)
})

/** What became of the ports that the window sent. */
const opened: string[] = []
const forwarded = new Set<string>()
const closed = new Set<string>()
export function portFacts() {
  return { ports: [...opened], forwarded: [...forwarded], closed: [...closed] }
}

const named = new WeakMap<Port, string>()

/** A port as the main process gets it from the window. */
export function openPort(port: string): Port {
  const end = new Port({
    send: (data) => toScreen({ kind: 'port', port, data }),
    hangUp: () => toScreen({ kind: 'portClosed', port }),
  })
  opened.push(port)
  named.set(end, port)
  routes.set(port, { arrive: (data) => end.arrive(data), closed: () => end.remoteClosed() })
  return end
}

const parentPort = fileURLToPath(new URL('parentPort.ts', import.meta.url))

export const utilityProcess = strict('utilityProcess', {
  fork: (script: string, args: readonly string[], { serviceName, stdio, ...rest }: Electron.ForkOptions) => {
    if (serviceName === undefined || stdio !== 'ignore' || Object.keys(rest).length > 0)
      throw new Error('the stand-in for Electron does not know these options of fork')
    const child = fork(script, [...args], {
      execArgv: ['--import', parentPort],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', process.env['MINGCHA_STAND_IN_TRACE'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    })
    return utility(child)
  },
} satisfies { readonly [K in keyof typeof Electron.utilityProcess]?: unknown })

function utility(child: ChildProcess) {
  const own = new Set<string>()
  const send = (message: ToChild): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  const events = new EventEmitter()
  child.on('spawn', () => toScreen({ kind: 'forked', pid: child.pid ?? 0 }))
  child.on('message', (message: FromChild) => {
    if (message.kind === 'message') events.emit('message', message.data)
    else toScreen(message)
  })
  child.on('exit', (code, signal) => {
    // As in Electron: the ports of a process that is gone are closed.
    for (const port of own) toScreen({ kind: 'portClosed', port })
    events.emit('exit', code ?? (signal === null ? 0 : 1))
  })
  return strict(
    'UtilityProcess',
    Object.assign(events, {
      postMessage: (data: unknown, ports: readonly Port[] = []) => {
        const ids = ports.map((port) => named.get(port) ?? '')
        for (const port of ids) {
          own.add(port)
          forwarded.add(port)
          routes.set(port, {
            arrive: (arrived) => send({ kind: 'port', port, data: arrived }),
            closed: () => send({ kind: 'portClosed', port }),
          })
        }
        send({ kind: 'message', data, ports: ids })
      },
      kill: () => child.kill(),
    } satisfies { readonly [K in keyof Electron.UtilityProcess]?: unknown }),
  )
}
