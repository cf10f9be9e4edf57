import { randomBytes } from '../../crypto/hash.ts'
import type { Readable } from 'node:stream'

/** Bytes for a window, by `GET /file/‹ticket›` on every host (decisions.md 30). */
export type OfferedFile = {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** Bytes `start` to `end`, both included. */
  readonly open: (start: number, end: number) => Promise<Readable>
  /** To be called when the person has the whole of it, as far as a host can know; never fails. */
  readonly taken?: () => Promise<void>
}

export type TicketUse =
  /** Spent by the first use. */
  | 'download'
  /** A player asks for range after range: holds while it is used, and a quarter of an hour longer. */
  | 'view'

export type Tickets = {
  readonly offer: (file: OfferedFile, use: TicketUse) => string
  /** Undefined for a ticket that was spent, has expired or never was. */
  readonly redeem: (ticket: string) => OfferedFile | undefined
  /** The same, and the ticket stays as good as it was. */
  readonly look: (ticket: string) => OfferedFile | undefined
  readonly clear: () => void
}

/** Tickets live in memory; whoever holds one gets the file, so they are long, random and short-lived. */
export function createTickets(now: () => number): Tickets {
  const offers = new Map<string, { readonly file: OfferedFile; readonly use: TicketUse; readonly until: number }>()

  function dropExpired(): void {
    for (const [ticket, { until }] of offers) if (until <= now()) offers.delete(ticket)
  }
  return {
    offer: (file, use) => {
      dropExpired()
      const ticket = randomBytes(32).toString('base64url')
      offers.set(ticket, { file, use, until: now() + ticketLifetimeMs })
      return ticket
    },
    redeem: (ticket) => {
      dropExpired()
      const offer = offers.get(ticket)
      if (offer === undefined) return undefined
      if (offer.use === 'download') offers.delete(ticket)
      else offers.set(ticket, { ...offer, until: now() + ticketLifetimeMs })
      return offer.file
    },
    look: (ticket) => {
      dropExpired()
      return offers.get(ticket)?.file
    },
    clear: () => offers.clear(),
  }
}

export const ticketLifetimeMs = 15 * 60 * 1000
