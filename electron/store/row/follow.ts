import { type Entity, isRowEntity, rowEntities, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import type { GenericRow } from '../database/tables.ts'
import { inParts, type ReadTx, touch, type WriteTx } from '../database/transaction.ts'
import type { Follow, Letters, Plan, Planned } from './derivation.ts'
import { plan as thePlan } from './derivations.ts'
import { loadRows, type Written } from './projectRows.ts'
import { indexRows } from './searchIndex.ts'
import { writeRows } from './writeRows.ts'

/** Per noun what was written or taken away. */
export type WrittenTables = ReadonlyMap<Entity, Written>

/**
 * Brings what rests on what was just written up to date, and what rests on that in turn: derived columns and the search,
 * for local and imported changes alike. Each derivation is looked at once, after all that it rests on.
 */
export async function followWritten(
  tx: WriteTx,
  written: WrittenTables,
  letters: Letters,
  plan: Plan = thePlan,
): Promise<void> {
  for (const [noun, rows] of written) if (isRowEntity(noun)) await indexRows(tx, noun, rows)
  const followed = new Map<Entity, Followed>()
  for (const planned of plan.steps) {
    const due = await findDue(tx, planned, { written, followed })
    for (const part of inParts([...due])) {
      const rows = await deriveAgain(tx, planned, part, letters)
      if (plan.watched(planned.noun).size > 0) remember(followed, planned.noun, rows, plan)
    }
  }
}

/** Several as one: a noun is as it was before the first, and as it is after the last. */
export function mergeWritten(all: readonly WrittenTables[]): WrittenTables {
  const merged = new Map<Entity, Written>()
  for (const [noun, written] of all.flatMap((one) => [...one])) {
    const earlier = merged.get(noun)
    merged.set(noun, earlier === undefined ? written : joined(earlier, written))
  }
  return merged
}

function joined(earlier: Written, { before, after }: Written): Written {
  const untouched = [...before].filter(([id]) => !earlier.after.has(id))
  return { before: new Map([...earlier.before, ...untouched]), after: new Map([...earlier.after, ...after]) }
}

/** The logs that have another letter now, as what was written of letters. */
export function lettersOf(logs: readonly string[]): Written {
  const before = logs.map((log): [string, GenericRow] => [log, { id: log, parent: null, log }])
  return { before: new Map(before), after: new Map(logs.map((log) => [log, undefined])) }
}

type Followed = { readonly before: Map<string, GenericRow>; readonly after: Map<string, GenericRow | undefined> }
type Happened = { readonly written: WrittenTables; readonly followed: ReadonlyMap<Entity, Written> }

async function findDue(
  tx: ReadTx,
  { noun, follows }: Planned,
  { written, followed }: Happened,
): Promise<ReadonlySet<string>> {
  const due = new Set<string>()
  for (const { follow, way } of follows) {
    // A row that was projected after what it rests on was derived from that already.
    const settled = isProjectedBefore(follow.noun, noun) ? written.get(noun)?.after : undefined
    const first = await reach(tx, way, keysOf(follow, written.get(follow.noun)))
    for (const id of first) if (settled?.has(id) !== true) due.add(id)
    for (const id of await reach(tx, way, keysOf(follow, followed.get(follow.noun)))) due.add(id)
  }
  return due
}

/** Events come before rows, and rows noun by noun in the catalogue's order: as projectRows does it. */
function isProjectedBefore(noun: Entity, other: RowEntity): boolean {
  return !isRowEntity(noun) || rowEntities.indexOf(noun) < rowEntities.indexOf(other)
}

/** Where the way begins: of each row whose columns differ now, what the column said and says. */
function keysOf({ columns, from }: Follow, written: Written | undefined): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const [id, row] of written?.after ?? []) {
    const old = written?.before.get(id)
    if (row === undefined ? old === undefined : old !== undefined && same(columns, row, old)) continue
    for (const value of [old?.[from], row?.[from]]) if (typeof value === 'string') keys.add(value)
  }
  return keys
}

function same(columns: readonly string[] | undefined, row: GenericRow, old: GenericRow): boolean {
  return columns?.every((column) => (row[column] ?? null) === (old[column] ?? null)) ?? false
}

type Way = Planned['follows'][number]['way']

async function reach(tx: ReadTx, way: Way, keys: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  let reached = keys
  for (const step of way) {
    if (reached.size === 0) return reached
    const rows = await tx.run(step, { keys: [...reached] })
    reached = new Set(rows.flatMap(({ key }) => key ?? []))
  }
  return reached
}

/** Writes the rows whose columns are others now. */
async function deriveAgain(
  tx: WriteTx,
  { noun, derivation: { columns, reckon } }: Planned,
  ids: readonly string[],
  letters: Letters,
): Promise<Written> {
  const known = await loadRows(tx, noun, ids)
  const reckoned = await reckon(tx, [...known.values()], letters)
  const differing = [...known.values()].flatMap((row) => {
    const derived = { ...row, ...reckoned.get(row.id) }
    return same(columns, derived, row) ? [] : [derived]
  })
  await writeRows(tx, noun, differing, known)
  for (const { id } of differing) touch(tx, noun, id)
  const rows = { before: known, after: new Map(differing.map((row) => [row.id, row])) }
  await indexRows(tx, noun, rows)
  return rows
}

/** Only what others look at is kept: a letter may touch every row of a log. */
function remember(followed: Map<Entity, Followed>, noun: RowEntity, { before, after }: Written, plan: Plan): void {
  const watched = plan.watched(noun)
  const looked = ({ id, parent, ...columns }: GenericRow): GenericRow => ({
    ...Object.fromEntries(Object.entries(columns).filter(([column]) => watched.has(column))),
    id,
    parent,
  })
  const kept = followed.get(noun) ?? { before: new Map(), after: new Map() }
  for (const [id, row] of after) {
    const old = kept.before.get(id) ?? before.get(id)
    if (old !== undefined) kept.before.set(id, looked(old))
    kept.after.set(id, row === undefined ? undefined : looked(row))
  }
  followed.set(noun, kept)
}
