import { isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { atMost, query } from '../database/query.ts'
import type { WriteTx } from '../database/transaction.ts'

/**
 * A row that thousands of changes speak of costs as much to make anew as it has changes. While an import brings more of
 * them, piece by piece, it is named here instead and made anew once, at the end: so the whole costs as much as its changes.
 */
const crowd = 256

/** Names those of the rows that have a long history; the others are to be made anew now. */
export async function putOffCrowded(
  tx: WriteTx,
  entity: RowEntity,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const put = new Set<string>()
  for (const id of ids) {
    const [further] = await tx.run(selectFurther, { id })
    if (further === undefined) continue
    await tx.db
      .insertInto('local_dueRow')
      .values({ entity, id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    put.add(id)
  }
  return put
}

const selectFurther = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('change').select('entityId').where('entityId', '=', at.id).limit(atMost(1)).offset(crowd).compile(),
)

const selectDue = query(({ db }) => db.selectFrom('local_dueRow').selectAll().limit(atMost(1)).compile())

/** One of the rows that wait, which waits no longer. */
export async function takeDueRow(
  tx: WriteTx,
): Promise<{ readonly entity: RowEntity; readonly entityId: string } | undefined> {
  const [due] = await tx.run(selectDue, {})
  if (due === undefined || !isRowEntity(due.entity)) return undefined
  await tx.db.deleteFrom('local_dueRow').where('entity', '=', due.entity).where('id', '=', due.id).execute()
  return { entity: due.entity, entityId: due.id }
}
