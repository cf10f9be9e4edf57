import { sql } from 'kysely'
import { type Entity, isRowEntity, type RowEntity } from '../contract/catalogue.ts'
import { type Query, query } from './query.ts'
import type { GenericRow } from './tables.ts'
import type { WriteTx } from './transaction.ts'
import { entities, fieldNames } from './values.ts'

/** Whole rows or events: inserted, or put in the place of what has their ids. */
export async function writeRows(tx: WriteTx, entity: Entity, rows: readonly GenericRow[]): Promise<void> {
  const upsert = upserts.get(entity)
  if (upsert === undefined) return
  for (const row of rows) await tx.run(upsert, row)
}

/**
 * What the store adds to the fields of a row and writes together with them; the number of a piece of evidence rests on
 * other rows and follows later.
 */
const rowColumns = ['id', 'parent', 'change', 'heads', 'conflicted'] as const
const derivedColumns: Partial<Record<RowEntity, readonly string[]>> = {
  visit: ['numberLog', 'number'],
  finding: ['numberLog', 'number', 'missing'],
  evidence: ['numberLog'],
}
const eventColumns = ['id', 'parent', 'changeId', 'changeLog', 'changeNumber', 'clock', 'author', 'at'] as const

function columnsOf(entity: Entity): readonly string[] {
  if (!isRowEntity(entity)) return [...eventColumns, ...fieldNames(entity)]
  return [...rowColumns, ...fieldNames(entity), ...(derivedColumns[entity] ?? [])]
}

const upserts: ReadonlyMap<Entity, Query<GenericRow, never>> = new Map(
  entities.map((entity) => [entity, upsertInto(entity, columnsOf(entity))]),
)

function upsertInto(entity: Entity, columns: readonly string[]): Query<GenericRow, never> {
  const others = columns.filter((column) => column !== 'id')
  return query<GenericRow, never>(({ db }, at) =>
    sql<never>`insert into ${sql.table(entity)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values (${sql.join(columns.map((column) => at[column]))})
      on conflict (id) do update set ${sql.join(
        others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
      )}`.compile(db),
  )
}
