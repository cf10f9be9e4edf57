import { rowEntities, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'
import type { Selectable } from 'kysely'
import { Problem } from '../../contract/problem/problem.ts'
import type { ReadRow } from '../../domain/document.ts'
import { conflictingValues, type Heads } from '../../domain/log/merge.ts'
import { compareChanges, type Spoken } from '../../domain/log/spoken.ts'
import { headsOfRow } from './foldedRow.ts'
import { loadRows } from './projectRows.ts'
import { isPresent } from '../database/present.ts'
import { query } from '../database/query.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { foldOf, spokenOf } from './spokenOf.ts'
import type { DerivedColumns, GenericRow } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { fieldNames, valuesFromSql } from '../database/values.ts'

/** A row as it is shown; booleans are booleans, an empty field is null. */
export type Row<E extends RowEntity> = ReadRow<E> & {
  /** The parent's noun, where the catalogue names several and it is not the first. */
  readonly parentEntity?: string | null
  readonly change: string
  readonly heads: string | null
  /** Some field has two values that stand against each other. */
  readonly conflicted: boolean
} & Selectable<DerivedColumns<E>>

export async function findRow<E extends RowEntity>(tx: ReadTx, entity: E, id: string): Promise<Row<E> | undefined> {
  const row = (await loadRows(tx, entity, [id])).get(id)
  return row === undefined ? undefined : toRow(entity, row)
}

/** Those of them that are here, in the order of their ids. */
export async function rowsOf<E extends RowEntity>(
  tx: ReadTx,
  entity: E,
  ids: readonly string[],
): Promise<readonly Row<E>[]> {
  const rows = await loadRows(tx, entity, ids)
  return ids.toSorted().flatMap((id) => {
    const row = rows.get(id)
    return row === undefined ? [] : [toRow(entity, row)]
  })
}

/** Problem `record.notFound`. */
export async function getRow<E extends RowEntity>(tx: ReadTx, entity: E, id: string): Promise<Row<E>> {
  const row = await findRow(tx, entity, id)
  if (row === undefined) throw new Problem('record.notFound', {})
  return row
}

/** Problem `record.notFound`; for who needs nothing else of the row. */
export async function isRemoved(tx: ReadTx, entity: RowEntity, id: string): Promise<boolean> {
  const select = selectRemoved.get(entity)
  const [found] = select === undefined ? [] : await tx.run(select, { id })
  if (found === undefined) throw new Problem('record.notFound', {})
  return found.removed === 1
}

const selectRemoved = new Map(
  rowEntities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly id: string }) =>
      catalogue
        .selectFrom<RowEntity>(entity)
        .select('removed')
        .$castTo<{ readonly removed: number | null }>()
        .where('id', '=', at.id)
        .compile(),
    ),
  ]),
)

/** Rows in the order of their ids (UUIDv7: of their making); those with a `position` by it. Removed ones only if asked. */
export async function listRows<E extends RowEntity>(
  tx: ReadTx,
  entity: E,
  wanted: { readonly parent?: string; readonly includeRemoved?: boolean } = {},
): Promise<readonly Row<E>[]> {
  let query = tx.catalogue.selectFrom<RowEntity>(entity).selectAll().$castTo<GenericRow>()
  if (wanted.parent !== undefined) query = query.where('parent', '=', wanted.parent)
  if (wanted.includeRemoved !== true) {
    query = query.where(isPresent('removed'))
  }
  if (fieldNames(entity).includes('position')) query = query.orderBy('position', (order) => order.nullsFirst())
  return (await query.orderBy('id').execute()).map((row) => toRow(entity, row))
}

/** How many there are, without the removed ones. */
export async function countRows(tx: ReadTx, entity: RowEntity): Promise<number> {
  const { count } = await tx.catalogue
    .selectFrom<RowEntity>(entity)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(isPresent('removed'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Per field the changes that a form opened now has seen (decisions.md 14). Empty where there is no such row. */
export async function headsOf(tx: ReadTx, entity: RowEntity, id: string): Promise<Record<string, string[]>> {
  const row = (await loadRows(tx, entity, [id])).get(id)
  const heads: Heads = row === undefined ? {} : headsOfRow(entity, row)
  return Object.fromEntries(Object.entries(heads).map(([field, ids]) => [field, [...ids]]))
}

export type ConflictValue = {
  readonly change: string
  readonly value: PlainValue
  /** null: sealed for headquarters. */
  readonly author: string | null
  readonly at: string
  readonly log: string
}
export type Conflict = { readonly field: string; readonly values: readonly ConflictValue[] }

/**
 * Fields with two or more values that nothing replaces and that differ; the one shown comes first. To resolve one,
 * append its value with `replaces` naming all of them.
 */
export async function conflictsOf(tx: ReadTx, entity: RowEntity, id: string): Promise<readonly Conflict[]> {
  const { changes, headquarters } = await foldOf(tx, { entity, id })
  return fieldNames(entity).flatMap((field) => {
    const standing = conflictingValues(field, changes, headquarters)
    return standing.length === 0 ? [] : [{ field, values: standing.map(toConflictValue) }]
  })
}

export type HistoryEntry = {
  readonly change: string
  readonly author: string | null
  readonly at: string
  readonly set: Readonly<Record<string, PlainValue>>
  /** By field, the changes in whose place it stands. */
  readonly replaces: Readonly<Record<string, readonly string[]>>
  /** The one that says it here: the change itself, or headquarters' repetition of it. */
  readonly said: string
  readonly isNew: boolean
  /** It puts back what was there before. */
  readonly isUndo: boolean
  readonly clock: string
  readonly log: string
  readonly number: number
}

/**
 * Every change that counts of one row, in the order of clock and log. One that is not here and is said again by headquarters
 * has the time and the author of that. Undo is a new change with the old values.
 */
export async function historyOf(tx: ReadTx, entity: RowEntity, id: string): Promise<readonly HistoryEntry[]> {
  const said = [...(await spokenOf(tx, { entity, id }))].flatMap(([field, spoken]) =>
    spoken.map((value) => ({ field, ...value })),
  )
  const byChange = Map.groupBy(said.map(whenSaid).toSorted(compareChanges), (one) => one.id)
  return [...byChange].flatMap(([change, values]) => {
    const [first] = values
    if (first === undefined) return []
    const { author, at, number, id: saidBy, isNew, standsFor } = first.by
    const set = Object.fromEntries(values.map(({ field, value }) => [field, value]))
    const replaces = Object.fromEntries(values.map((value) => [value.field, value.replaces]))
    const told = {
      set,
      replaces,
      said: saidBy,
      isNew,
      isUndo: standsFor !== undefined,
      clock: first.clock,
      log: first.log,
      number,
    }
    return [{ change, author: author ?? null, at, ...told }]
  })
}

/** An undo has the place of what it puts back; a history tells when it was made. */
function whenSaid<S extends Spoken<KnownChange>>(said: S): S {
  const { clock, log } = said.by
  return said.by.id === said.id ? { ...said, clock, log } : said
}

function toConflictValue({ id, log, value, by }: Spoken<KnownChange>): ConflictValue {
  return { change: id, value, author: by.author ?? null, at: by.at, log }
}

export function toRow<E extends RowEntity>(entity: E, row: GenericRow): Row<E> {
  const shown = { ...row, ...valuesFromSql(entity, row), conflicted: row['conflicted'] === 1 }
  // The columns of a table are those of its entity in the catalogue: a test compares the two.
  return shown as object as Row<E>
}
