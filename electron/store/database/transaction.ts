import type { Kysely } from 'kysely'
import type { Entity, JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import type { Identities } from '../../domain/identity/sameAs.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import type { EngineWords } from './engineWords.ts'
import type { Query } from './query.ts'
import type { CatalogueTables, Tables } from './tables.ts'

/** One snapshot of the database. Every store function takes a transaction; only `openStore` makes one. */
export type ReadTx = {
  readonly db: Kysely<Tables>
  /** The same connection, for code that works on any entity of the catalogue. */
  readonly catalogue: Kysely<CatalogueTables>
  readonly words: EngineWords
  /** Runs a prepared query of the hot paths; its rows, none where it returns none. */
  readonly run: <V extends object, O>(query: Query<V, O>, values: V) => Promise<readonly O[]>
  /** Which units and which people are the same, once it has been asked: a snapshot does not change. None while writing. */
  readonly identities?: Map<JoinedEntity, Promise<Identities>>
  readonly [transactionMark]: true
}

/** The one open write transaction, with the clock and the randomness that changes need. */
export type WriteTx = ReadTx & {
  readonly now: () => Date
  readonly random: (count: number) => Uint8Array
  readonly touched: Map<string, Touched>
  /** Does now what the engine would do at the commit and can do before. */
  readonly writeOut: () => void
  /** What this connection knows by heart; emptied when it no longer holds. */
  readonly memory: { trust: Trust | undefined }
}

/** `package`: one that was written or taken in here, which is no entity of the change log. */
export type Touched = { readonly entity: Entity | 'package'; readonly id: string }
export type Trust = {
  readonly state: TrustState
  /** Visible letter per log. */
  readonly letters: ReadonlyMap<string, string>
  /** Logs of this installation and of those it goes on from. */
  readonly ownLogs: ReadonlySet<string>
}

export const transactionMark: unique symbol = Symbol('transaction')

/** Listeners of `onCommit` hear of this row, event or package once the transaction has been committed. */
export function touch(tx: WriteTx, entity: Touched['entity'], id: string): void {
  tx.touched.set(`${entity} ${id}`, { entity, id })
}

/** Lets the event loop turn once, so that a long transaction does not hold the thread. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Lists longer than one statement should hold, in parts. */
export function* inParts<T>(items: readonly T[], size = 500): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
