import { isEntity, isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import type { ReadTx } from '../database/transaction.ts'

/**
 * Rows that may be folded otherwise because these logs are headquarters' now, or no longer: those that a change of theirs speaks of
 * and that more than one change makes, and those where one says another again.
 */
export async function rowsSpokenOfIn(
  tx: ReadTx,
  logs: readonly string[],
): Promise<readonly { readonly entity: RowEntity; readonly entityId: string }[]> {
  if (logs.length === 0) return []
  const rows = await tx.db
    .selectFrom('change')
    .select(['entity', 'entityId'])
    .where('verdict', '=', 'accepted')
    .where('entityId', 'in', (eb) =>
      eb.selectFrom('change').select('entityId').where('log', 'in', logs).where('verdict', '=', 'accepted'),
    )
    .groupBy(['entity', 'entityId'])
    .having((eb) => eb.or([eb(eb.fn.countAll(), '>', 1), eb(eb.fn.max('restates'), '=', 1)]))
    .execute()
  return rows.flatMap(({ entity, entityId }) =>
    entity !== null && entityId !== null && isEntity(entity) && isRowEntity(entity) ? [{ entity, entityId }] : [],
  )
}
