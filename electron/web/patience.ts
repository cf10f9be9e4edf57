import type { IncomingMessage } from 'node:http'

/** How long this host waits for a request to go on, in milliseconds. */
export type Patience = {
  /** From the first byte to the end of the headers. */
  readonly headers: number
  /** Between two bytes of a body. */
  readonly body: number
}

export const usualPatience: Patience = { headers: 15_000, body: 60_000 }

/** Ends a request whose body stands still: what was received of it is thrown away like that of any other broken upload. */
export function endWhenStalled(request: IncomingMessage, { body }: Patience): void {
  let seen = -1
  const timer = setInterval(() => {
    const { bytesRead } = request.socket
    if (request.complete) clearInterval(timer)
    else if (bytesRead === seen) request.destroy(new Error('the body stands still'))
    seen = bytesRead
  }, body)
  timer.unref()
  request.once('close', () => clearInterval(timer))
}
