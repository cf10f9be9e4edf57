import * as z from 'zod'
import { ownJob, job } from './procedure.ts'

/** What a person decides about packages that come in (electron/README §3): row by row, before and after they are taken in. */

/** What an import does to a row, in the order in which a person should look at it. */
export const incomingKinds = ['conflict', 'displaced', 'parallel', 'refused', 'updated', 'added', 'future'] as const
export type IncomingKind = (typeof incomingKinds)[number]

/** Those about which a person may say something before they are taken in. */
export const openKinds = ['conflict', 'displaced', 'parallel'] as const satisfies readonly IncomingKind[]

const rowName = z.object({ entity: z.string().max(40), id: z.uuid() })

export const incomingRow = z.object({
  /** Of the row in this list. */
  id: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** 问题, 证据 … and what tells it from others. */
  noun: z.string(),
  name: z.string(),
  /** Who wrote what comes of it last; and when, by his computer. */
  author: z.string(),
  at: z.string(),
  fields: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
  /** Why it is refused, what becomes of another's, why it is not taken. */
  note: z.string(),
  choice: z.enum(['seen', 'declined']).nullable(),
  /** What comes of it may be declined: decisions about rights and about imports may not. */
  canDecline: z.boolean(),
})

const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) }
const reason = z.string().trim().min(1).max(500)
/** More than a person chooses by hand; a batch is a choice of its own. */
const someRows = z.array(rowName).min(1).max(500)

export const incoming = {
  /** One kind of rows of a staged package, in pages of any length of list. */
  staged: ownJob
    .input(z.object({ import: z.uuid(), kind: z.enum(incomingKinds), ...page }))
    .output(z.object({ total: z.int(), rows: z.array(incomingRow) })),
  /**
   * Chooses about rows of a staged package; a new record takes with it what stands under it there. `null` takes the choice
   * back. It becomes an event when the package is taken in. Problem `record.notFound`.
   */
  choose: job('decideImports')
    .input(
      z.discriminatedUnion('choice', [
        z.object({ import: z.uuid(), rows: someRows, choice: z.literal('declined'), reason }),
        z.object({ import: z.uuid(), rows: someRows, choice: z.enum(['seen', 'none']) }),
        /** All parallel edits that nothing was said about yet. */
        z.object({ import: z.uuid(), choice: z.literal('parallelSeen') }),
      ]),
    )
    .output(z.object({ rows: z.int() })),
}
