import * as z from 'zod'
import type { JobKinds } from '../job/jobMeaning.ts'
import { ownJob, job, jobStarted, read, write } from '../procedure.ts'
import { reasonSchema } from '../text/reason.ts'

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
const reason = reasonSchema(500)
/** More than a person chooses by hand; a batch is a choice of its own. */
const someRows = z.array(rowName).min(1).max(500)

const reasoned = z.object({ import: z.uuid(), reason })

/** One that a person should know of before an import is undone: what would hang in the air. */
const resting = z.object({ id: z.string(), noun: z.string(), name: z.string(), author: z.string() })
const someOf = z.object({ total: z.int(), rows: z.array(resting) })

export const importRests = z.object({
  /** Later edits that take the place of its values. */
  edits: someOf,
  /** Records of other packages, and of one's own, under records that it made. */
  under: someOf,
  /** Papers that it brought or that print what it says; `signed` of `signers` have signed. */
  papers: z.array(
    z.object({ id: z.uuid(), name: z.string(), signed: z.int(), signers: z.int(), brought: z.boolean() }),
  ),
  /** Its sender has, or will get, a receipt. */
  receipt: z.boolean(),
  withdrawn: z.boolean(),
})

/** A package of a sender that has not come, although later ones of his are known. */
export const packageGap = z.object({
  sender: z.uuid(),
  senderName: z.string(),
  serial: z.int(),
  /** Headquarters has declared it lost; until it comes after all. */
  lost: z.object({ reason: z.string(), at: z.string() }).nullable(),
})

/** The event that says so. */
const decided = z.object({ decision: z.uuid() })

/** The long work that these procedures start. */
export const incomingJobs = {
  'incoming.undo': { name: '撤销导入', access: 'write', about: { noun: 'peer', key: null }, result: decided },
  'incoming.restore': { name: '恢复导入', access: 'write', about: { noun: 'peer', key: null }, result: decided },
} as const satisfies JobKinds<'incoming'>

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
  /** The rows that a package brought when it was taken in, with what was decided about them. */
  accepted: read
    .input(z.object({ import: z.uuid(), ...page }))
    .output(z.object({ total: z.int(), rows: z.array(incomingRow) })),
  /** What a package brought of these rows does not count any more; of records that it made, with all that stands under them. */
  decline: write('decideImports')
    .input(reasoned.extend({ rows: someRows }))
    .output(z.object({ changes: z.int() })),
  /** Takes that back. */
  readmit: write('decideImports')
    .input(reasoned.extend({ rows: someRows }))
    .output(z.object({ changes: z.int() })),
  /** What rests on a package that was taken in: to be seen before it is undone. */
  restsOn: read.input(z.object({ import: z.uuid() })).output(importRests),
  /**
   * Undoes a whole import: nothing of it counts, nothing of it is lost. `seen`: the signed papers that a person was told of.
   * Problem `sync.signedPapers` where there are others.
   */
  undo: job('decideImports')
    .input(reasoned.extend({ seen: z.array(z.uuid()).max(10_000) }))
    .output(jobStarted('incoming.undo')),
  /** Answers that: it counts again. */
  restore: job('decideImports').input(reasoned).output(jobStarted('incoming.restore')),
  gaps: read.output(z.array(packageGap)),
  /** A package that will not come: it is missed no more. Should it come after all, it is taken in like any other. */
  declareLost: write('decideImports')
    .input(z.object({ sender: z.uuid(), serial: z.int().min(1), reason }))
    .output(z.object({})),
}
