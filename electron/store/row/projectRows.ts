import { bornFields } from '../../contract/catalogue/version.ts'
import { type RowEntity, rowNounOf, hasSeveralParents, rowEntities } from '../../contract/catalogue/catalogue.ts'
import { type FoldedRow, foldRow } from '../../domain/log/merge.ts'
import type { Headquarters } from '../../domain/log/spoken.ts'
import { packHeads } from './storedHeads.ts'
import type { Letters } from './derivation.ts'
import { plan } from './derivations.ts'
import { putOffCrowded } from './dueRows.ts'
import { listed, query } from '../database/query.ts'
import { type KnownChange, loadAcceptedOf } from '../log/storedChange.ts'
import type { GenericRow, SqlValue } from '../database/tables.ts'
import { inParts, type ReadTx, touch, type WriteTx } from '../database/transaction.ts'
import { fieldNames, toSql } from '../database/values.ts'
import { foldShortly } from './shortFold.ts'
import { writeRows } from './writeRows.ts'

/**
 * Lets the rows follow changes that have just been included. Rows whose history changed in another way (something was
 * excluded, or included later) are in `refold` and are made anew from all their included changes. Nouns follow in the
 * catalogue's order, so that a row is derived when what it stands under has been.
 */
export async function projectRows(
  tx: WriteTx,
  arrived: readonly KnownChange[],
  refold: ReadonlyMap<RowEntity, ReadonlySet<string>>,
  { letters, headquarters, putsOff = false }: Manner,
): Promise<ReadonlyMap<RowEntity, Written>> {
  const byEntity = Map.groupBy(arrived, (change) => change.entity)
  const written = new Map<RowEntity, Written>()
  for (const entity of rowEntities) {
    if (!byEntity.has(entity) && !refold.has(entity)) continue
    const changes = Map.groupBy(byEntity.get(entity) ?? [], (change) => change.entityId)
    const work = { changes, refold: refold.get(entity) ?? new Set<string>(), letters, headquarters, putsOff }
    const result = await projectEntity(tx, entity, work)
    for (const id of result.after.keys()) touch(tx, entity, id)
    written.set(entity, result)
  }
  return written
}

/** `putsOff`: rows with a long history may wait for the end of the work that brings more of it, see dueRows.ts. */
export type Manner = { readonly letters: Letters; readonly headquarters: Headquarters; readonly putsOff?: boolean }

/** What was written or taken away of a noun, as it is now (undefined: gone) and as it was. */
export type Written = {
  readonly before: ReadonlyMap<string, GenericRow>
  readonly after: ReadonlyMap<string, GenericRow | undefined>
}

type Projecting = {
  readonly changes: ReadonlyMap<string, readonly KnownChange[]>
  readonly refold: ReadonlySet<string>
  readonly letters: Letters
  readonly headquarters: Headquarters
  readonly putsOff: boolean
}

async function projectEntity(
  tx: WriteTx,
  entity: RowEntity,
  { changes, refold, letters, headquarters, putsOff }: Projecting,
): Promise<Written> {
  const ids = new Set([...changes.keys(), ...refold])
  const existing = await loadRows(tx, entity, [...ids])
  const short = new Map([...changes].filter(([id]) => !refold.has(id)))
  const folded = new Map<string, FoldedRow | undefined>(
    await foldShortly(tx, entity, { existing, changes: short, headquarters }),
  )
  const slow = [...ids].filter((id) => !folded.has(id))
  const put = putsOff ? await putOffCrowded(tx, entity, slow) : nothing
  const now = slow.filter((id) => !put.has(id))
  for (const [id, row] of await foldFromLog(tx, entity, now, headquarters)) folded.set(id, row)
  const after = await storeRows(tx, entity, { folded, existing, letters })
  return { before: existing, after }
}

const nothing: ReadonlySet<string> = new Set()

async function foldFromLog(
  tx: ReadTx,
  entity: RowEntity,
  ids: readonly string[],
  headquarters: Headquarters,
): Promise<ReadonlyMap<string, FoldedRow | undefined>> {
  const folded = new Map<string, FoldedRow | undefined>()
  for (const part of inParts(ids)) {
    const changes = Map.groupBy(await loadAcceptedOf(tx, part), (change) => change.entityId)
    for (const id of part) {
      // Two nouns may claim one id; each follows its own changes.
      const own = (changes.get(id) ?? []).filter((change) => change.entity === entity)
      folded.set(id, foldRow(fieldNames(entity), own, headquarters))
    }
  }
  return folded
}

type Storing = {
  readonly folded: ReadonlyMap<string, FoldedRow | undefined>
  readonly existing: Written['before']
  readonly letters: Letters
}

async function storeRows(
  tx: WriteTx,
  entity: RowEntity,
  { folded, existing, letters }: Storing,
): Promise<Written['after']> {
  const gone: string[] = []
  const rows: GenericRow[] = []
  for (const [id, row] of folded) {
    if (row === undefined) gone.push(id)
    else rows.push(toRow(entity, id, row))
  }
  const derived = await derive(tx, entity, rows, letters)
  await writeRows(tx, entity, derived, existing)
  for (const part of inParts(gone)) await tx.catalogue.deleteFrom(entity).where('id', 'in', part).execute()
  return new Map<string, GenericRow | undefined>([
    ...derived.map((row) => [row.id, row] as const),
    ...gone.map((id) => [id, undefined] as const),
  ])
}

async function derive(
  tx: ReadTx,
  entity: RowEntity,
  rows: readonly GenericRow[],
  letters: Letters,
): Promise<readonly GenericRow[]> {
  let derived = rows
  for (const { reckon } of plan.of(entity)) {
    const reckoned = await reckon(tx, derived, letters)
    derived = derived.map((row) => Object.assign(row, reckoned.get(row.id)))
  }
  return derived
}

export async function loadRows(
  tx: ReadTx,
  entity: RowEntity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GenericRow>> {
  const select = selectRows.get(entity)
  const rows = select === undefined ? [] : await tx.run(select, { ids })
  return new Map(rows.map((row) => [row.id, row]))
}

const selectRows = new Map(
  rowEntities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly ids: readonly string[] }) =>
      catalogue
        .selectFrom<RowEntity>(entity)
        .selectAll()
        .$castTo<GenericRow>()
        .where('id', 'in', listed(at.ids))
        .compile(),
    ),
  ]),
)

function toRow(entity: RowEntity, id: string, folded: FoldedRow): GenericRow {
  const { change, heads } = packHeads(bornFields(entity), folded.heads)
  const row: { id: string; parent: string | null; [column: string]: SqlValue } = {
    id,
    parent: folded.parent,
    change,
    heads: heads === null ? null : JSON.stringify(heads),
    conflicted: folded.conflicted ? 1 : 0,
  }
  for (const field of fieldNames(entity)) row[field] = toSql(folded.values[field])
  if (rowNounOf(entity).numbered === true) row['numberLog'] = folded.ordinalLog
  if (hasSeveralParents(entity)) row['parentEntity'] = folded.parentEntity
  return row
}
