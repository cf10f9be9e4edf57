import { schemaVersion as ours } from '../../contract/catalogue/catalogue.ts'
import { applyReadable, projectDueRow, type StoredChange } from '../change/apply.ts'
import { trustEntities } from '../change/trust.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'
import type { Store } from '../store.ts'
import { inChunks } from './chunks.ts'
import { changeColumns, toLine } from './exporting.ts'

/** How many changes wait for a newer program than this one. */
export async function countWaiting(tx: ReadTx): Promise<number> {
  return count(tx, (verdict, schemaVersion) => verdict === 'future' && schemaVersion > ours)
}

/** How many changes an upgrade has to look at: what waited for it, and what the older program took for a lie. */
export async function countUnapplied(tx: ReadTx): Promise<number> {
  return count(tx, (_, schemaVersion) => schemaVersion <= ours)
}

async function count(tx: ReadTx, counts: (verdict: string, schemaVersion: number) => boolean): Promise<number> {
  const rows = await tx.db
    .selectFrom('change')
    .select((eb) => ['verdict', 'schemaVersion', eb.fn.countAll<number>().as('count')])
    .where('verdict', 'in', unread)
    .groupBy(['verdict', 'schemaVersion'])
    .execute()
  return rows.reduce((sum, row) => sum + (counts(row.verdict, row.schemaVersion) ? Number(row.count) : 0), 0)
}

const unread = ['future', 'invalid'] as const

/**
 * Changes that are kept and do not count: their author may not write them, a newer program wrote them, they do not say what
 * their header claims; and headers whose body is not here, or was erased by order.
 */
export type SetAside = Readonly<Record<'refused' | 'future' | 'invalid' | 'withheld' | 'erased', number>>

export async function countSetAside(tx: ReadTx): Promise<SetAside> {
  const rows = await tx.db
    .selectFrom('change')
    .select((eb) => ['verdict', 'bodyState', eb.fn.countAll<number>().as('count')])
    .where('verdict', '<>', 'accepted')
    .groupBy(['verdict', 'bodyState'])
    .execute()
  const counts = { refused: 0, future: 0, invalid: 0, withheld: 0, erased: 0 }
  for (const { verdict, bodyState, count } of rows) {
    const kind = bodyState === 'erased' ? 'erased' : verdict === 'unread' ? 'withheld' : verdict
    if (kind !== 'accepted') counts[kind] += Number(count)
  }
  return counts
}

export type WaitingReport = {
  readonly signal: AbortSignal
  /** How many have been looked at so far. */
  readonly progress: (done: number) => void
}

/**
 * Applies what this program can read and an older one kept aside: by the import's way, the decisions of headquarters first.
 * Stopped anywhere, it can be begun again: what was applied waits no longer.
 */
export async function applyWaiting(store: Store, { signal, progress }: WaitingReport): Promise<void> {
  let done = 0
  for (const part of ['trust', 'rest'] as const) {
    let after = 0
    await inChunks(store, async (tx, size) => {
      signal.throwIfAborted()
      const next = await loadNext(tx, part, after, size)
      await applyReadable(
        tx,
        next.map(({ change }) => change),
      )
      after = next.at(-1)?.seq ?? after
      done += next.length
      progress(done)
      return next.length
    })
  }
  await inChunks(store, async (tx) => ((await projectDueRow(tx)) ? 1 : 0))
}

type Next = { readonly seq: number; readonly change: StoredChange }

async function loadNext(tx: WriteTx, part: 'trust' | 'rest', after: number, size: number): Promise<readonly Next[]> {
  const rows = await tx.db
    .selectFrom('change')
    .select(['seq', 'ahead', 'importId', 'withdrawn', 'fallen', ...changeColumns])
    .where('verdict', 'in', unread)
    .where('schemaVersion', '<=', ours)
    .where('entity', part === 'trust' ? 'in' : 'not in', [...trustEntities])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(size)
    .execute()
  return rows.map(({ seq, ahead, importId, withdrawn, fallen, ...row }) => {
    const line = toLine(row, true)
    const bodyText = row.body ?? undefined
    const marks = { ahead: ahead === 1, withdrawn: withdrawn === 1, fallen: fallen === 1 }
    return { seq, change: { hash: row.hash, line, bodyText, importId, ...marks } }
  })
}
