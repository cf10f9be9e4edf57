import { EventEmitter } from 'node:events'
import type { FromChild, ToChild } from './messages.ts'
import { Port } from './port.ts'

/** Loaded into the services' process before the built services: `process.parentPort`, over Node's own channel. */
class ParentPort extends EventEmitter {
  readonly #early: object[] = []

  constructor() {
    super()
    // As in Electron: what comes before anybody listens waits.
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.#early.splice(0).forEach((event) => this.emit('message', event)))
    })
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data })
  }

  arrive(event: object): void {
    if (this.listenerCount('message') > 0) this.emit('message', event)
    else this.#early.push(event)
  }
}

function send(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined)
}

const parentPort = new ParentPort()
const ports = new Map<string, Port>()

function openPort(port: string): Port {
  const opened = new Port({
    send: (data) => send({ kind: 'port', port, data }),
    hangUp: () => send({ kind: 'portClosed', port }),
  })
  ports.set(port, opened)
  opened.on('close', () => ports.delete(port))
  return opened
}

process.on('message', (message: ToChild) => {
  if (message.kind === 'message') parentPort.arrive({ data: message.data, ports: message.ports.map(openPort) })
  else if (message.kind === 'port') ports.get(message.port)?.arrive(message.data)
  else ports.get(message.port)?.remoteClosed()
})
// A main process that was killed leaves nobody to serve.
process.on('disconnect', () => process.exit(1))
Object.assign(process, { parentPort })
