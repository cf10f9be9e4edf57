import { eventEntities, type EventEntity, type EventValues } from '../../contract/catalogue/catalogue.ts'
import { listed, query } from '../database/query.ts'
import type { EventColumns, GenericRow } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { valuesFromSql } from '../database/values.ts'

/** An event with the change that made it: its id, the log it stands in, its author (null: sealed), time and clock. */
export type EventRow<E extends EventEntity> = EventValues<E> & Readonly<EventColumns>

/** In the order in which they happened: clock, log, number. */
export async function listEvents<E extends EventEntity>(
  tx: ReadTx,
  entity: E,
  wanted: { readonly parent?: string } = {},
): Promise<readonly EventRow<E>[]> {
  let query = tx.catalogue.selectFrom<EventEntity>(entity).selectAll().$castTo<GenericRow>()
  if (wanted.parent !== undefined) query = query.where('parent', '=', wanted.parent)
  const rows = await query.orderBy('clock').orderBy('changeLog').orderBy('changeNumber').orderBy('changeId').execute()
  return rows.map((row) => toEvent(entity, row))
}

export async function findEvent<E extends EventEntity>(
  tx: ReadTx,
  entity: E,
  id: string,
): Promise<EventRow<E> | undefined> {
  const row = await tx.catalogue
    .selectFrom<EventEntity>(entity)
    .selectAll()
    .$castTo<GenericRow>()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toEvent(entity, row)
}

/**
 * Of many parents at once, in the same order.
 *
 * @internal
 */
export async function listEventsUnder<E extends EventEntity>(
  tx: ReadTx,
  entity: E,
  parents: readonly string[],
): Promise<readonly EventRow<E>[]> {
  const select = parents.length === 0 ? undefined : selectUnder.get(entity)
  return select === undefined ? [] : (await tx.run(select, { parents })).map((row) => toEvent(entity, row))
}

const selectUnder = new Map(
  eventEntities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly parents: readonly string[] }) =>
      catalogue
        .selectFrom<EventEntity>(entity)
        .selectAll()
        .$castTo<GenericRow>()
        .where('parent', 'in', listed(at.parents))
        .orderBy('clock')
        .orderBy('changeLog')
        .orderBy('changeNumber')
        .orderBy('changeId')
        .compile(),
    ),
  ]),
)

function toEvent<E extends EventEntity>(entity: E, row: GenericRow): EventRow<E> {
  const shown = { ...row, ...valuesFromSql(entity, row) }
  // The columns of a table are those of its entity in the catalogue: a test compares the two.
  return shown as object as EventRow<E>
}
