import { isRowEntity, type RowEntity } from '../contract/catalogue.ts'
import { type FoldedRow, foldRow, type Heads, packHeads, succeed, unpackHeads } from '../domain/merge.ts'
import { type KnownChange, loadIncludedOf } from './storedChange.ts'
import type { GenericRow, SqlValue } from './tables.ts'
import { inParts, type ReadTx, touch, type WriteTx } from './transaction.ts'
import { fieldNames, toSql, valuesFromSql } from './values.ts'
import { writeRows } from './writeRows.ts'

/**
 * Lets the rows follow changes that have just been included. Rows whose history changed in another way (something was
 * excluded, or included later) are in `refold` and are made anew from all their included changes.
 */
export async function projectRows(
  tx: WriteTx,
  arrived: readonly KnownChange[],
  refold: ReadonlyMap<RowEntity, ReadonlySet<string>>,
): Promise<WrittenRows> {
  const byEntity = Map.groupBy(arrived, (change) => change.entity)
  const written = new Map<RowEntity, WrittenIds>()
  for (const entity of new Set([...byEntity.keys(), ...refold.keys()])) {
    if (!isRowEntity(entity)) continue
    const result = await projectEntity(tx, entity, byEntity.get(entity) ?? [], refold.get(entity) ?? new Set())
    for (const id of result.ids) touch(tx, entity, id)
    written.set(entity, result)
  }
  return written
}

/**
 * Per noun the rows that were written or taken away; of these the ones that came, went or moved to another parent; and
 * the parents that all of them had before.
 */
export type WrittenRows = ReadonlyMap<RowEntity, WrittenIds>
type WrittenIds = {
  readonly ids: ReadonlySet<string>
  readonly moved: ReadonlySet<string>
  readonly formerParents: ReadonlySet<string>
}

async function projectEntity(
  tx: WriteTx,
  entity: RowEntity,
  arrived: readonly KnownChange[],
  refold: ReadonlySet<string>,
): Promise<WrittenIds> {
  const changes = Map.groupBy(arrived, (change) => change.entityId)
  const ids = new Set([...changes.keys(), ...refold])
  const existing = await loadRows(tx, entity, [...ids])
  const folded = new Map<string, FoldedRow | undefined>()
  const slow: string[] = []
  for (const id of ids) {
    const row = refold.has(id) ? undefined : quickFold(entity, existing.get(id), changes.get(id) ?? [])
    if (row === undefined) slow.push(id)
    else folded.set(id, row)
  }
  for (const [id, row] of await foldFromLog(tx, entity, slow)) folded.set(id, row)
  await storeRows(tx, entity, folded)
  return {
    ids,
    moved: new Set([...ids].filter((id) => existing.get(id)?.parent !== folded.get(id)?.parent)),
    formerParents: new Set([...existing.values()].flatMap((row) => row.parent ?? [])),
  }
}

/** undefined: the whole history of the row is needed. */
function quickFold(entity: RowEntity, row: GenericRow | undefined, changes: readonly KnownChange[]) {
  // A row exists from its first included change, so without a row there is no earlier one.
  if (row === undefined) return foldRow(fieldNames(entity), changes)
  let state: FoldedRow | undefined = toFolded(entity, row)
  for (const change of changes) state = state === undefined ? undefined : succeed(state, change)
  return state
}

async function foldFromLog(
  tx: ReadTx,
  entity: RowEntity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoldedRow | undefined>> {
  const folded = new Map<string, FoldedRow | undefined>()
  for (const part of inParts(ids)) {
    const changes = Map.groupBy(await loadIncludedOf(tx, part), (change) => change.entityId)
    for (const id of part) {
      // Two nouns may claim one id; each follows its own changes.
      const own = (changes.get(id) ?? []).filter((change) => change.entity === entity)
      folded.set(id, foldRow(fieldNames(entity), own))
    }
  }
  return folded
}

async function storeRows(tx: WriteTx, entity: RowEntity, folded: ReadonlyMap<string, FoldedRow | undefined>) {
  const gone: string[] = []
  const rows: GenericRow[] = []
  for (const [id, row] of folded) {
    if (row === undefined) gone.push(id)
    else rows.push(toRow(entity, id, row))
  }
  await writeRows(tx, entity, rows)
  for (const part of inParts(gone)) await tx.catalogue.deleteFrom(entity).where('id', 'in', part).execute()
}

export async function loadRows(
  tx: ReadTx,
  entity: RowEntity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GenericRow>> {
  const rows = new Map<string, GenericRow>()
  for (const part of inParts(ids)) {
    for (const row of await tx.catalogue
      .selectFrom(entity)
      .selectAll()
      .$castTo<GenericRow>()
      .where('id', 'in', part)
      .execute()) {
      rows.set(row.id, row)
    }
  }
  return rows
}

const numbered: ReadonlySet<RowEntity> = new Set(['visit', 'finding', 'evidence'])

function toRow(entity: RowEntity, id: string, folded: FoldedRow): GenericRow {
  const { change, heads } = packHeads(folded.heads)
  const row: { id: string; parent: string | null; [column: string]: SqlValue } = {
    id,
    parent: folded.parent,
    change,
    heads: heads === null ? null : JSON.stringify(heads),
    conflicted: folded.conflicted ? 1 : 0,
  }
  for (const field of fieldNames(entity)) row[field] = toSql(folded.values[field])
  if (numbered.has(entity)) row['numberLog'] = folded.ordinalLog
  return row
}

export function toFolded(entity: RowEntity, row: GenericRow): FoldedRow {
  const ordinalLog = row['numberLog']
  return {
    parent: row.parent,
    heads: headsOfRow(entity, row),
    values: valuesFromSql(entity, row),
    conflicted: row['conflicted'] === 1,
    ordinalLog: typeof ordinalLog === 'string' ? ordinalLog : null,
  }
}

export function headsOfRow(entity: RowEntity, row: GenericRow): Heads {
  const heads = typeof row['heads'] === 'string' ? (JSON.parse(row['heads']) as Heads) : null
  return unpackHeads(fieldNames(entity), { change: String(row['change']), heads })
}
