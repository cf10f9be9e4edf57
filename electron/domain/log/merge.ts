import type { PlainValue } from '../../contract/change.ts'
import {
  compareChanges,
  countingAmong,
  type Headquarters,
  type Ordered,
  restatesOf,
  type RowChange,
  type Spoken,
  valuesSpoken,
} from './spoken.ts'
import { standingOf } from './standing.ts'

/**
 * How changes of one row become the row (electron/README §3, decisions.md 5 to 7, 80, 95, 96). Everything here depends on the set of
 * changes and on which logs are headquarters', never on the order in which they arrived.
 */

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
  /** The log whose ordinal is shown: it gives the visible number its letter (decisions.md 16). */
  readonly ordinalLog: string | null
}

/** The row that all its changes make; undefined when none that counts sets a field. */
export function foldRow(
  fields: readonly string[],
  changes: readonly RowChange[],
  headquarters: Headquarters,
): FoldedRow | undefined {
  const counting = countingAmong(changes, headquarters)
  const [only] = counting
  if (only !== undefined && counting.length === 1 && only.restates === undefined) return foldOnly(fields, only)
  const spoken = valuesSpoken(changes, headquarters)
  if (!fields.some((field) => spoken.has(field))) return undefined
  const heads: Record<string, readonly string[]> = {}
  const values: Record<string, PlainValue> = {}
  let conflicted = false
  let ordinalLog: string | null = null
  for (const field of fields) {
    const standing = standingOf(spoken.get(field) ?? [], headquarters)
    heads[field] = standing.map(({ id }) => id).toSorted()
    values[field] = standing.at(-1)?.value ?? null
    conflicted ||= differ(standing)
    if (field === 'ordinal') ordinalLog = standing.at(-1)?.log ?? null
  }
  return { ...placeOf(counting, headquarters), heads, values, conflicted, ordinalLog }
}

/** The same for a row with one change, as most rows of an import are: it is the head of all that it sets. */
function foldOnly(fields: readonly string[], { id, log, parent, parentEntity, set }: RowChange): FoldedRow | undefined {
  if (!fields.some((field) => Object.hasOwn(set, field))) return undefined
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

/** Where the row stands: its making says it, else headquarters, who has seen the making, else the first who does. */
function placeOf(changes: readonly RowChange[], headquarters: Headquarters) {
  const placing = changes.filter(({ parent }) => parent !== undefined).toSorted(compareChanges)
  const placed =
    placing.find(({ isNew }) => isNew === true) ??
    placing.find((change) => restatesOf(change, headquarters) !== undefined) ??
    placing[0]
  return { parent: placed?.parent ?? null, parentEntity: placed?.parentEntity ?? null }
}

/** What the short way has to know besides the row. */
export type AtHand = {
  readonly headquarters: Headquarters
  /** Some change of the row says others again or puts back what was there. */
  readonly restated: boolean
  /** A change that is a head of the row, where it is at hand. */
  readonly changeOf: (id: string) => Ordered | undefined
}

/**
 * The row after one more change, without looking at its history: only where every `replaces` names exactly the heads
 * of its field, and nothing is in conflict. Hashes cannot form a circle, so nothing known can replace such a change; but
 * where changes are said again one may. undefined: fold the row instead.
 */
export function succeed(row: FoldedRow, change: RowChange, atHand: AtHand): FoldedRow | undefined {
  if (!standsThere(row, change)) return undefined
  const restates = restatesOf(change, atHand.headquarters)
  if (restates !== undefined) return repeats(row, change, restates) ? row : undefined
  // What it puts back has a place in the history.
  if (change.standsFor !== undefined) return undefined
  if (row.conflicted || atHand.restated) return undefined
  const fields = Object.keys(change.set)
  if (!fields.every((field) => sameSet(row.heads[field] ?? [], change.replaces[field] ?? []))) return undefined
  if (!fields.every((field) => isLastWord(row.heads[field] ?? [], change, atHand))) return undefined
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

/** It says again what stands alone and is shown. */
function repeats(row: FoldedRow, { set }: RowChange, restates: NonNullable<RowChange['restates']>): boolean {
  return Object.entries(set).every(([field, value]) => {
    const restated = restates[field]
    return restated !== undefined && sameSet(row.heads[field] ?? [], [restated.change]) && row.values[field] === value
  })
}

/** A row does not tell of headquarters' words that a later one has overtaken: this one must come after them too. */
function isLastWord(heads: readonly string[], change: RowChange, { headquarters, changeOf }: AtHand): boolean {
  if (!headquarters.has(change.log) || heads.length === 0) return true
  return heads.some((id) => {
    const head = changeOf(id)
    return head !== undefined && headquarters.has(head.log) && compareChanges(head, change) < 0
  })
}

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
export function conflictingValues<C extends RowChange>(
  field: string,
  changes: readonly C[],
  headquarters: Headquarters,
): readonly Spoken<C>[] {
  const standing = standingOf(valuesSpoken(changes, headquarters).get(field) ?? [], headquarters)
  return differ(standing) ? standing.toReversed() : []
}

function differ(standing: readonly Spoken<RowChange>[]): boolean {
  return standing.some(({ value }) => value !== standing[0]?.value)
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id))
}
