import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { type AtHand, type FoldedRow, foldRow, succeed } from '../../domain/log/merge.ts'
import type { Headquarters, Ordered } from '../../domain/log/spoken.ts'
import { listed, query } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { fieldNames } from '../database/values.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { toFolded } from './foldedRow.ts'

type Following = {
  readonly existing: ReadonlyMap<string, GenericRow>
  /** Per row the changes that have just been included. */
  readonly changes: ReadonlyMap<string, readonly KnownChange[]>
  readonly headquarters: Headquarters
}

/** The rows that can follow their new changes without a look at their history. */
export async function foldShortly(
  tx: ReadTx,
  entity: RowEntity,
  { existing, changes, headquarters }: Following,
): Promise<ReadonlyMap<string, FoldedRow>> {
  const restated = await findRestated(tx, [...existing.keys()])
  const heads = await loadHeads(tx, entity, { existing, changes, headquarters })
  const folded = new Map<string, FoldedRow>()
  for (const [id, some] of changes) {
    const atHand = { headquarters, restated: restated.has(id), changeOf: (head: string) => heads.get(head) }
    const row = foldOne(entity, existing.get(id), some, atHand)
    if (row !== undefined) folded.set(id, row)
  }
  return folded
}

function foldOne(
  entity: RowEntity,
  row: GenericRow | undefined,
  changes: readonly KnownChange[],
  atHand: AtHand,
): FoldedRow | undefined {
  if (row === undefined) {
    // A row exists from its first included change, so without a row there is no earlier one; but what is said again or put back may have
    // been taken back.
    const looksBack = changes.some((change) => change.restates !== undefined || change.standsFor !== undefined)
    return looksBack ? undefined : foldRow(fieldNames(entity), changes, atHand.headquarters)
  }
  let state: FoldedRow | undefined = toFolded(entity, row)
  for (const change of changes) state = state === undefined ? undefined : succeed(state, change, atHand)
  return state
}

/** Rows of which some change that may count says others again, or puts back what they said. */
async function findRestated(tx: ReadTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = ids.length === 0 ? [] : await tx.run(selectRestated, { ids })
  return new Set(found.flatMap(({ entityId }) => entityId ?? []))
}

const selectRestated = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('entityId')
    .distinct()
    .where('entityId', 'in', listed(at.ids))
    .where('verdict', '=', 'accepted')
    // Written out, or the index of these alone could not be used.
    .where((eb) => eb('restates', '=', eb.lit(1)))
    .compile(),
)

/** The heads of rows that headquarters writes on, and the new changes, which may become heads of each other. */
async function loadHeads(
  tx: ReadTx,
  entity: RowEntity,
  { existing, changes, headquarters }: Following,
): Promise<ReadonlyMap<string, Ordered>> {
  const written = [...changes].filter(([, some]) => some.some(({ log }) => headquarters.has(log)))
  const heads = new Map<string, Ordered>(written.flatMap(([, some]) => some.map((change) => [change.id, change])))
  const rows = written.flatMap(([id]) => existing.get(id) ?? [])
  const named = new Set(rows.flatMap((row) => Object.values(toFolded(entity, row).heads).flat()))
  for (const part of inParts([...named])) {
    for (const head of await tx.run(selectOrdered, { hashes: part })) heads.set(head.id, head)
  }
  return heads
}

const selectOrdered = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db.selectFrom('change').select(['hash as id', 'clock', 'log']).where('hash', 'in', listed(at.hashes)).compile(),
)
