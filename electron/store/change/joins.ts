import { joinedEntities, nounOf } from '../../contract/catalogue/catalogue.ts'
import { type Headquarters, restatesOf } from '../../domain/log/spoken.ts'
import type { ReadTx, Trust } from '../database/transaction.ts'
import { type KnownChange, knownColumns, loadChangesOf, toKnownChange } from '../log/storedChange.ts'

/** What changes say of two rows being the same, as far as it decides who may say it (decisions.md 64, 97). */

/** A making names every field: one that leaves it empty says nothing of it. */
export function joins({ entity, isNew, set }: Pick<KnownChange, 'entity' | 'isNew' | 'set'>): boolean {
  if (nounOf(entity).joinedLocallyBy === undefined || !Object.hasOwn(set, 'sameAs')) return false
  return !isNew || set['sameAs'] != null
}

/** Headquarters' own word, that they are not the same included; what it says again of others is theirs. */
function settles(change: KnownChange, headquarters: Headquarters): boolean {
  if (!headquarters.has(change.log) || !joins(change)) return false
  const restated = restatesOf(change, headquarters)?.['sameAs']
  return restated === undefined || headquarters.has(restated.log)
}

/**
 * The rows of which headquarters has said it, among those that these changes of others join: asked of all changes known, whatever
 * their verdict, so it does not depend on what came first.
 */
export async function settledJoins(
  tx: ReadTx,
  changes: readonly KnownChange[],
  { state }: Trust,
): Promise<ReadonlySet<string>> {
  const { headquartersLogs } = state
  const asked = changes.filter((change) => joins(change) && !headquartersLogs.has(change.log))
  if (asked.length === 0) return new Set()
  const ids = [...new Set(asked.map(({ entityId }) => entityId))]
  const known = [...changes, ...(await loadChangesOf(tx, ids))]
  return new Set(known.filter((change) => settles(change, headquartersLogs)).map(rowOf))
}

/** Rows of which these changes of headquarters say it: what a team said of them is to be judged again. */
export function rowsSettledBy(changes: readonly KnownChange[], { state }: Trust): readonly string[] {
  return changes.filter((change) => settles(change, state.headquartersLogs)).map(({ entityId }) => entityId)
}

/** The same of all changes in these logs, which are headquarters' now, or no longer. */
export async function rowsJoinedIn(tx: ReadTx, logs: readonly string[]): Promise<readonly string[]> {
  if (logs.length === 0) return []
  const rows = await tx.db
    .selectFrom('change')
    .select(knownColumns)
    .where('log', 'in', logs)
    .where('entity', 'in', joinedEntities)
    .where('isNew', '=', 0)
    .where('verdict', 'in', ['accepted', 'refused'])
    .execute()
  return rows.flatMap((row) => {
    const change = toKnownChange(row)
    return change !== undefined && joins(change) ? [change.entityId] : []
  })
}

/** Two nouns may claim one id. */
export function rowOf({ entity, entityId }: Pick<KnownChange, 'entity' | 'entityId'>): string {
  return `${entity} ${entityId}`
}
