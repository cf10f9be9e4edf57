import type { PlainValue } from '../contract/change.ts'

/**
 * How changes of one row become the row (electron/README §3, decisions 5 to 7). Everything here depends on the set of changes
 * alone, never on the order in which they arrived.
 */
export type RowChange = {
  readonly id: string
  readonly clock: string
  readonly log: string
  readonly parent: string | undefined
  /** The parent's noun, where it is not the first of the catalogue. */
  readonly parentEntity?: string | undefined
  /** It makes the row: where it stands comes from it, whatever clock an edit claims. */
  readonly isNew?: boolean | undefined
  readonly set: Readonly<Record<string, PlainValue>>
  readonly replaces: Readonly<Record<string, readonly string[]>>
}

/** Per field the changes whose values nothing replaces, each list sorted. */
export type Heads = Readonly<Record<string, readonly string[]>>

export type FoldedRow = {
  readonly parent: string | null
  readonly parentEntity: string | null
  readonly heads: Heads
  /** The value of the highest (clock, log) head of each field; null where no change sets the field. */
  readonly values: Readonly<Record<string, PlainValue>>
  /** Some field has two heads whose values differ. */
  readonly conflicted: boolean
  /** The log whose ordinal is shown: it gives the visible number its letter (decision 16). */
  readonly ordinalLog: string | null
}

/** The row that all its included changes make; undefined when none of them sets a field. */
export function foldRow(fields: readonly string[], changes: readonly RowChange[]): FoldedRow | undefined {
  if (!changes.some(({ set }) => fields.some((field) => Object.hasOwn(set, field)))) return undefined
  const [only] = changes
  if (only !== undefined && changes.length === 1) return foldOnly(fields, only)
  const ordered = changes.toSorted(compareChanges)
  const headChanges = findHeads(fields, ordered)
  const heads: Record<string, readonly string[]> = {}
  const values: Record<string, PlainValue> = {}
  for (const field of fields) {
    const found = headChanges.get(field) ?? []
    heads[field] = found.map((change) => change.id).toSorted()
    values[field] = found.at(-1)?.set[field] ?? null
  }
  const placing = ordered.filter((change) => change.parent !== undefined)
  const placed = placing.find(({ isNew }) => isNew === true) ?? placing[0]
  return {
    parent: placed?.parent ?? null,
    parentEntity: placed?.parentEntity ?? null,
    heads,
    values,
    conflicted: fields.some((field) => differ(field, headChanges.get(field) ?? [])),
    ordinalLog: headChanges.get('ordinal')?.at(-1)?.log ?? null,
  }
}

/** The same for a row with one change, as most rows of an import are: it is the head of all that it sets. */
function foldOnly(fields: readonly string[], { id, log, parent, parentEntity, set }: RowChange): FoldedRow {
  const itself: readonly string[] = [id]
  const none: readonly string[] = []
  const heads: Record<string, readonly string[]> = {}
  const values: Record<string, PlainValue> = {}
  for (const field of fields) {
    heads[field] = Object.hasOwn(set, field) ? itself : none
    values[field] = set[field] ?? null
  }
  const ordinalLog = Object.hasOwn(set, 'ordinal') ? log : null
  const place = { parent: parent ?? null, parentEntity: parentEntity ?? null }
  return { ...place, heads, values, conflicted: false, ordinalLog }
}

/**
 * The row after one more change, without looking at its history: only where every `replaces` names exactly the heads
 * of its field, and nothing is in conflict. Hashes cannot form a circle, so nothing known can replace such a change.
 * undefined: fold the row instead.
 */
export function succeed(row: FoldedRow, change: RowChange): FoldedRow | undefined {
  if (row.conflicted || !standsThere(row, change)) return undefined
  const fields = Object.keys(change.set)
  if (!fields.every((field) => sameSet(row.heads[field] ?? [], change.replaces[field] ?? []))) return undefined
  const heads = { ...row.heads }
  for (const field of fields) heads[field] = [change.id]
  return {
    ...row,
    heads,
    values: { ...row.values, ...change.set },
    ordinalLog: Object.hasOwn(change.set, 'ordinal') ? change.log : row.ordinalLog,
  }
}

/** The change says nothing of where the row stands, or the same. */
function standsThere(row: FoldedRow, { parent, parentEntity }: RowChange): boolean {
  return parent === undefined || (parent === row.parent && (parentEntity ?? null) === row.parentEntity)
}

/**
 * Heads in the form a row stores them: one pointer for the fields that the noun was born with, and beside it those of them
 * that differ. Fields that came later are always written out, and one that is not there has none: so a row that an older
 * program stored says what it said, and one state has one spelling.
 */
export type StoredHeads = { readonly change: string; readonly heads: Heads | null }

export function packHeads(born: ReadonlySet<string>, heads: Heads): StoredHeads {
  const change = commonHead(born, heads)
  const other: Record<string, readonly string[]> = {}
  for (const field in heads) {
    const ids = heads[field] ?? []
    const asTold = born.has(field) ? ids.length === 1 && ids[0] === change : ids.length === 0
    if (!asTold) other[field] = ids
  }
  return { change, heads: Object.keys(other).length === 0 ? null : other }
}

export function unpackHeads(fields: readonly string[], born: ReadonlySet<string>, stored: StoredHeads): Heads {
  return Object.fromEntries(
    fields.map((field) => [field, stored.heads?.[field] ?? (born.has(field) ? [stored.change] : [])]),
  )
}

/** By clock, then log, then id: the same order on every replica. */
export function compareChanges(a: Ordered, b: Ordered): number {
  return compareText(a.clock, b.clock) || compareText(a.log, b.log) || compareText(a.id, b.id)
}
type Ordered = Pick<RowChange, 'id' | 'clock' | 'log'>

/** Of several changes that claim the same event, the one that counts: an event is immutable, so the first. */
export function firstChange<C extends Ordered>(changes: readonly C[]): C | undefined {
  return changes.toSorted(compareChanges)[0]
}

/**
 * The same where the claims of different logs do not trust each other: an event stands in one log, and whoever repeats
 * its id also chooses the clock, so then none counts until headquarters declines the others.
 */
export function undisputedChange<C extends Ordered>(changes: readonly C[]): C | undefined {
  return new Set(changes.map(({ log }) => log)).size > 1 ? undefined : firstChange(changes)
}

/** The values of a field that stand against each other, highest first; empty unless two heads differ. */
export function conflictingChanges<C extends RowChange>(field: string, changes: readonly C[]): readonly C[] {
  const heads = findHeads([field], changes.toSorted(compareChanges)).get(field) ?? []
  return differ(field, heads) ? heads.toReversed() : []
}

function findHeads<C extends RowChange>(fields: readonly string[], ordered: readonly C[]): ReadonlyMap<string, C[]> {
  const replaced = new Map(fields.map((field) => [field, new Set<string>()]))
  for (const change of ordered) {
    for (const field of Object.keys(change.set)) {
      for (const id of change.replaces[field] ?? []) replaced.get(field)?.add(id)
    }
  }
  const heads = new Map<string, C[]>(fields.map((field) => [field, []]))
  for (const change of ordered) {
    for (const field of Object.keys(change.set)) {
      if (replaced.get(field)?.has(change.id) === false) heads.get(field)?.push(change)
    }
  }
  return heads
}

function differ(field: string, heads: readonly RowChange[]): boolean {
  return heads.some((change) => change.set[field] !== heads[0]?.set[field])
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id))
}

/** The change that is the only head of most of these fields, else of most others; of equals the smallest id. */
function commonHead(born: ReadonlySet<string>, heads: Heads): string {
  const sole = soleHead(born, heads)
  if (sole !== undefined) return sole
  const common = commonOf([...born].map((field) => heads[field] ?? [])) ?? commonOf(Object.values(heads))
  if (common === undefined) throw new Error('a row without heads')
  return common
}

/** The one head of every one of these fields, where there is one: most rows. */
function soleHead(born: ReadonlySet<string>, heads: Heads): string | undefined {
  let sole: string | undefined
  for (const field of born) {
    const ids = heads[field] ?? []
    if (ids.length !== 1 || (sole !== undefined && ids[0] !== sole)) return undefined
    sole = ids[0]
  }
  return sole
}

function commonOf(heads: readonly (readonly string[])[]): string | undefined {
  const counts = new Map<string, number>()
  for (const ids of heads) {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + (ids.length === 1 ? 1 : 0))
  }
  return [...counts].toSorted(([a, m], [b, n]) => n - m || compareText(a, b))[0]?.[0]
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
