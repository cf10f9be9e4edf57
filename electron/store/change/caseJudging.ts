import { entities, isOwned, isUnderOwned } from '../../contract/catalogue/catalogue.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { knowsOwners } from '../../domain/rights/ownership.ts'
import { listed, query } from '../database/query.ts'
import { breathe, inParts, type ReadTx, type Trust, type WriteTx } from '../database/transaction.ts'
import { type KnownChange, knownColumns, loadChanges, toKnownChange } from '../log/storedChange.ts'
import { rootsOfMakings } from './cases.ts'
import { judgeAgain } from './judging.ts'

/** Where these logs have made something: whose that is, or whether it counts, follows from what the logs are. */
export async function casesOfLogs(tx: ReadTx, logs: readonly string[]): Promise<readonly string[]> {
  if (logs.length === 0) return []
  const rows = await tx.db
    .selectFrom('change')
    .select(['entity', 'entityId', 'root'])
    .distinct()
    .where('log', 'in', logs)
    .where('isNew', '=', 1)
    .where('entity', 'in', underOwned)
    .execute()
  return rows.flatMap(({ entity, entityId, root }) => (ownedEntities.has(entity ?? '') ? entityId : root) ?? [])
}

const underOwned = entities.filter(isUnderOwned)
const ownedEntities: ReadonlySet<string> = new Set(entities.filter(isOwned))

/**
 * Judges all changes of these cases again, a page at a time, and where there are any all of schema 1, which name none. Gives
 * those whose verdict is another now.
 */
export async function* rejudgeCases(
  tx: WriteTx,
  roots: readonly string[],
  trust: Trust,
): AsyncGenerator<readonly KnownChange[]> {
  if (roots.length === 0) return
  for (const part of inParts(roots)) yield* rejudgePages(tx, { roots: part, nameless: false }, trust)
  yield* rejudgePages(tx, { roots: [], nameless: true }, trust)
}

type Wanted = { readonly roots: readonly string[]; readonly nameless: boolean }
const pageSize = 500

async function* rejudgePages(tx: WriteTx, wanted: Wanted, trust: Trust): AsyncGenerator<readonly KnownChange[]> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const from: number = after
    const rows = await tx.db
      .selectFrom('change')
      .select([...knownColumns, 'seq'])
      .where('verdict', 'in', ['accepted', 'refused'])
      .where('seq', '>', from)
      .$if(wanted.nameless, (all) => all.where('root', 'is', null).where('entity', 'in', underOwned))
      .$if(!wanted.nameless, (all) => all.where('root', 'in', wanted.roots))
      .orderBy('seq')
      .limit(pageSize)
      .execute()
    const known = rows.flatMap((row) => toKnownChange(row) ?? [])
    yield await judgeAgain(tx, known, trust)
    after = rows.length < pageSize ? undefined : rows.at(-1)?.seq
    await breathe()
  }
}

/**
 * Changes that were refused and may count now because these make what they stand on. Asked before these are kept; what they
 * make can only let others in.
 */
export async function waitingFor(
  tx: ReadTx,
  changes: readonly KnownChange[],
  { state }: Trust,
): Promise<readonly string[]> {
  if (!knowsOwners(state)) return []
  const making = changes.filter(({ isNew, entity }) => isNew && isUnderOwned(entity))
  if (making.length === 0) return []
  const roots = [...(await rootsOfMakings(tx, making, state))]
  const found = [...(await tx.run(selectWaiting, { roots })), ...(await tx.run(selectNameless, {}))]
  return found.map(({ hash }) => hash)
}

const forWantOfCase: readonly RefusalReason[] = ['rootUnproved', 'otherTeam', 'roleMissing']
const selectWaiting = query(({ db }, at: { readonly roots: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('hash')
    .where('root', 'in', listed(at.roots))
    .where('verdict', '=', 'refused')
    .where('reason', 'in', forWantOfCase)
    .compile(),
)
const selectNameless = query(({ db }) =>
  db
    .selectFrom('change')
    .select('hash')
    .where('root', 'is', null)
    .where('verdict', '=', 'refused')
    .where('reason', 'in', forWantOfCase)
    .where('entity', 'in', underOwned)
    .compile(),
)

export async function rejudgeChanges(
  tx: WriteTx,
  hashes: readonly string[],
  trust: Trust,
): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const part of inParts(hashes)) {
    flipped.push(...(await judgeAgain(tx, await loadChanges(tx, part), trust)))
  }
  return flipped
}
