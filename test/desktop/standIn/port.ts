import { EventEmitter } from 'node:events'

export type PortEnd = { readonly send: (data: unknown) => void; readonly hangUp: () => void }

/** One end of a channel, as Electron's MessagePortMain: what arrives before `start` waits. */
export class Port extends EventEmitter {
  readonly #end: PortEnd
  readonly #early: unknown[] = []
  #started = false
  #closed = false

  constructor(end: PortEnd) {
    super()
    this.#end = end
  }

  postMessage(data: unknown): void {
    if (!this.#closed) this.#end.send(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#early.splice(0)) this.arrive(data)
  }

  close(): void {
    if (this.#closed) return
    this.#end.hangUp()
    this.remoteClosed()
  }

  arrive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#early.push(data)
  }

  remoteClosed(): void {
    if (this.#closed) return
    this.#closed = true
    this.emit('close')
  }
}
