import { type Entity, isRowEntity, derivedColumnsOf, entities } from '../../contract/catalogue/catalogue.ts'
import { columnUpdate, type Query, upsertion } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import type { WriteTx } from '../database/transaction.ts'
import { fieldNames } from '../database/values.ts'

/**
 * Whole rows or events: inserted, or put in the place of what has their ids. Of a row that is known as it stands
 * (`before`) only the columns that differ are written: an index whose columns stay the same is left alone.
 */
export async function writeRows(
  tx: WriteTx,
  entity: Entity,
  rows: readonly GenericRow[],
  before: ReadonlyMap<string, GenericRow> = new Map(),
): Promise<void> {
  const upsert = upserts.get(entity)
  if (upsert === undefined) return
  for (const row of rows) {
    const old = before.get(row.id)
    const write = old === undefined ? upsert : updateOf(entity, differing(entity, row, old))
    if (write !== undefined) await tx.run(write, row)
  }
}

function differing(entity: Entity, row: GenericRow, old: GenericRow): readonly string[] {
  return (columns.get(entity) ?? []).filter((column) => (row[column] ?? null) !== (old[column] ?? null))
}

const rowColumns = ['id', 'parent', 'change', 'heads', 'conflicted'] as const
const eventColumns = ['id', 'parent', 'changeId', 'changeLog', 'changeNumber', 'clock', 'author', 'at'] as const

function columnsOf(entity: Entity): readonly string[] {
  if (!isRowEntity(entity)) return [...eventColumns, ...fieldNames(entity)]
  return [...rowColumns, ...fieldNames(entity), ...Object.keys(derivedColumnsOf(entity))]
}

const columns = new Map(entities.map((entity) => [entity, columnsOf(entity)]))
const upserts = new Map([...columns].map(([entity, all]) => [entity, upsertion(entity, all)]))
const updates = new Map<string, Query<GenericRow, never>>()
const keptUpdates = 200

/** The statement that writes these columns, made once; undefined where there are none. */
function updateOf(entity: Entity, changed: readonly string[]): Query<GenericRow, never> | undefined {
  if (changed.length === 0) return undefined
  const key = [entity, ...changed].join(' ')
  const known = updates.get(key)
  if (known !== undefined) return known
  if (updates.size >= keptUpdates) updates.clear()
  const made = columnUpdate(entity, changed)
  updates.set(key, made)
  return made
}
