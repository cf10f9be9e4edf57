import { type Entity, type EventEntity, entities, isEventEntity, nounOf } from '../../contract/catalogue/catalogue.ts'
import { firstChange, undisputedChange } from '../../domain/log/merge.ts'
import { listed, query } from '../database/query.ts'
import { type KnownChange, loadIncludedOf } from '../log/storedChange.ts'
import type { GenericRow, SqlValue } from '../database/tables.ts'
import { inParts, touch, type WriteTx } from '../database/transaction.ts'
import { fieldNames, toSql } from '../database/values.ts'
import type { Written } from './projectRows.ts'
import { writeRows } from './writeRows.ts'

/**
 * Lets the event tables follow. Of several changes of one log that claim one event the first counts, and so it does
 * among the logs of headquarters, which are one party; where other logs differ none does.
 */
export async function projectEvents(
  tx: WriteTx,
  arrived: readonly KnownChange[],
  refold: ReadonlyMap<EventEntity, ReadonlySet<string>>,
): Promise<ReadonlyMap<EventEntity, Written>> {
  const byEntity = Map.groupBy(arrived, (change) => change.entity)
  const written = new Map<EventEntity, Written>()
  for (const entity of new Set([...byEntity.keys(), ...refold.keys()])) {
    if (!isEventEntity(entity)) continue
    written.set(entity, await projectKind(tx, entity, byEntity.get(entity) ?? [], refold.get(entity) ?? new Set()))
  }
  return written
}

async function projectKind(
  tx: WriteTx,
  entity: EventEntity,
  arrived: readonly KnownChange[],
  refold: ReadonlySet<string>,
): Promise<Written> {
  const count = nounOf(entity).headquartersOnly === true ? firstChange : undisputedChange
  const claims = Map.groupBy(arrived, (change) => change.entityId)
  const before = await findExisting(tx, entity, [...new Set([...claims.keys(), ...refold])])
  const again = new Set([...refold, ...(await claimedBefore(tx, [...claims.keys()]))])
  const first = new Map<string, KnownChange | undefined>()
  for (const [id, changes] of claims) if (!again.has(id)) first.set(id, count(changes))
  for (const part of inParts([...again])) {
    const included = Map.groupBy(await loadIncludedOf(tx, part), (change) => change.entityId)
    for (const id of part) {
      first.set(id, count((included.get(id) ?? []).filter((change) => change.entity === entity)))
    }
  }
  return { before, after: await storeEvents(tx, entity, first) }
}

/** By their ids, where they stand: what derives from an event looks at its parent. */
async function findExisting(
  tx: WriteTx,
  entity: EventEntity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GenericRow>> {
  const select = ids.length === 0 ? undefined : selectPlaces.get(entity)
  const rows = select === undefined ? [] : await tx.run(select, { ids })
  return new Map(rows.map((row) => [row.id, row]))
}

const selectPlaces = new Map(
  entities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly ids: readonly string[] }) =>
      catalogue.selectFrom<Entity>(entity).select(['id', 'parent']).where('id', 'in', listed(at.ids)).compile(),
    ),
  ]),
)

/**
 * Ids that more than one change speaks of. The table of events cannot tell: an event whose claims stand against each
 * other is not in it.
 */
async function claimedBefore(tx: WriteTx, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  return (await tx.run(selectClaimed, { ids })).flatMap(({ entityId }) => entityId ?? [])
}

const selectClaimed = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('entityId')
    .where('entityId', 'in', listed(at.ids))
    .groupBy('entityId')
    .having((eb) => eb.fn.countAll(), '>', 1)
    .compile(),
)

async function storeEvents(
  tx: WriteTx,
  entity: EventEntity,
  first: ReadonlyMap<string, KnownChange | undefined>,
): Promise<Written['after']> {
  const gone: string[] = []
  const rows: GenericRow[] = []
  for (const [id, change] of first) {
    touch(tx, entity, id)
    if (change === undefined) gone.push(id)
    else rows.push(toEventRow(entity, change))
  }
  await writeRows(tx, entity, rows)
  for (const part of inParts(gone)) await tx.catalogue.deleteFrom(entity).where('id', 'in', part).execute()
  return new Map<string, GenericRow | undefined>([
    ...rows.map((row) => [row.id, row] as const),
    ...gone.map((id) => [id, undefined] as const),
  ])
}

function toEventRow(entity: EventEntity, change: KnownChange): GenericRow {
  const row: { id: string; parent: string | null; [column: string]: SqlValue } = {
    id: change.entityId,
    parent: change.parent ?? null,
    changeId: change.id,
    changeLog: change.log,
    changeNumber: change.number,
    clock: change.clock,
    author: change.author ?? null,
    at: change.at,
  }
  for (const field of fieldNames(entity)) row[field] = toSql(change.set[field])
  return row
}
