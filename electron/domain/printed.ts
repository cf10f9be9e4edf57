import type { FieldName, RowEntity, RowValues } from '../contract/catalogue/catalogue.ts'
import { fieldsOf, isRowEntity } from '../contract/catalogue/catalogue.ts'
import { fieldLabel, type LabelledField } from './fieldLabel.ts'

/**
 * What one kind of paper prints of each noun. `says`: fields that stand on it, so that its content holds just these; `decides`:
 * fields that are not on it but decide what is (an order, a number, a removal).
 */
export type PrintedFields = { readonly [E in RowEntity]?: PrintedOf<E> }
type PrintedOf<E extends RowEntity> = {
  readonly says: readonly FieldName<E>[]
  readonly decides: readonly FieldName<E>[]
}

/** A row as the content of a paper holds it: the fields that the paper says, and no other. */
export type Says<P extends PrintedFields, E extends RowEntity & keyof P> = Pick<
  RowValues<E>,
  P[E] extends { readonly says: readonly (infer F)[] } ? F & FieldName<E> : never
>

/** Of a row, what the paper says; nothing but nulls of one that is not here. */
export function sayings<P extends PrintedFields, E extends RowEntity & keyof P>(
  fields: P,
  entity: E,
  row: RowValues<E> | undefined,
): Says<P, E> {
  const values: Readonly<Record<string, unknown>> = row ?? {}
  const names: readonly string[] = fields[entity]?.says ?? []
  // Just the fields that the type of the content is made of.
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null])) as Says<P, E>
}

/** One value that a frozen version printed, by the change that set it: a line of `printed.json` (decisions.md 28). */
export type PrintedHead = {
  readonly entity: RowEntity
  readonly id: string
  readonly field: string
  readonly change: string
}

export type RowName = { readonly entity: RowEntity; readonly id: string }

export function rowNames(
  entity: RowEntity,
  ...rows: readonly ({ readonly id: string } | undefined)[]
): readonly RowName[] {
  return rows.flatMap((row) => (row === undefined ? [] : [{ entity, id: row.id }]))
}

/** Field → the changes that are its heads now. */
export type FieldHeads = Readonly<Record<string, readonly string[]>>

/**
 * The heads of what was printed, in one order whatever the order of the rows, so that the same print gives the same
 * code. A field in conflict has several heads: all are named, and resolving the conflict outdates the print.
 */
export function printedHeads(
  fields: PrintedFields,
  rows: readonly (RowName & { readonly heads: FieldHeads })[],
): readonly PrintedHead[] {
  return rows
    .flatMap(({ entity, id, heads }) =>
      printedFieldsOf(fields, entity).flatMap((field) =>
        (heads[field] ?? []).map((change) => ({ entity, id, field, change })),
      ),
    )
    .toSorted((a, b) => compareTexts(keyOf(a), keyOf(b)))
}

/** The members of a set as they were printed, in the order of their ids: a line of `printed.json` too (decisions.md 44). */
export type PrintedSet = { readonly entity: RowEntity; readonly parent: string; readonly ids: readonly string[] }
/** What a version printed; a version of schema 1 names no sets, and nothing is claimed about them. */
export type Printed = { readonly heads: readonly PrintedHead[]; readonly sets: readonly PrintedSet[] }

/** The lines of `printed.json`, in one order. */
export function printedLines({ heads, sets }: Printed): readonly (PrintedHead | PrintedSet)[] {
  return [...heads, ...sets.toSorted((a, b) => compareTexts(nameOfSet(a), nameOfSet(b)))]
}

export function printedSet(
  entity: RowEntity,
  parent: { readonly id: string },
  members: readonly { readonly id: string }[],
): PrintedSet {
  return { entity, parent: parent.id, ids: members.map(({ id }) => id).toSorted(compareTexts) }
}

/** Every field that counts, in the order of the list. */
export function printedFieldsOf(fields: PrintedFields, entity: RowEntity): readonly string[] {
  const known = fields[entity]
  return known === undefined ? [] : [...known.says, ...known.decides]
}

/** How a row differs from its print: a field has another value, or the row came to a set or left it. */
export type Difference = RowName &
  ({ readonly what: '改'; readonly field: string; readonly label: string } | { readonly what: '增' | '删' })

/** What has become of a printed version. */
export type Since = {
  readonly differences: readonly Difference[]
  /** Printed rows that nobody can say anything about here: they have not arrived, or cannot be read. */
  readonly incomparable: readonly RowName[]
}

/** What is here now; undefined for a row that is not here. */
export type Present = {
  readonly headsOf: (row: RowName) => FieldHeads | undefined
  /** The rows of the set's noun under its parent that are not removed, and are no clue. */
  readonly membersOf: (set: PrintedSet) => readonly string[]
  /** Whether a row that is here has been removed. */
  readonly isRemoved: (row: RowName) => boolean
}

/** What differs from the print now (decisions.md 99). */
export function sincePrinted(printed: Printed, present: Present): Since {
  const moved = printed.sets.flatMap((set) => setDifferences(set, present))
  const gone = new Set(moved.filter(({ what }) => what === '删').map(({ id }) => id))
  // A removal is said once, where the set has said it.
  const changed = changedFields(printed.heads, present).filter(({ id, field }) => field !== 'removed' || !gone.has(id))
  const rows = [...printed.heads, ...printed.sets.flatMap(({ entity, ids }) => ids.map((id) => ({ entity, id })))]
  const names = new Map(rows.map(({ entity, id }) => [`${entity} ${id}`, { entity, id }]))
  return {
    differences: [...changed, ...moved],
    incomparable: [...names.values()].filter((row) => present.headsOf(row) === undefined),
  }
}

function changedFields(printed: readonly PrintedHead[], { headsOf }: Present) {
  const fields = Map.groupBy(printed, ({ entity, id, field }) => `${entity} ${id} ${field}`)
  return [...fields.values()].flatMap((heads) => {
    const [first] = heads
    const now = first && headsOf(first)?.[first.field]
    const then = heads.map(({ change }) => change)
    if (first === undefined || now === undefined || isSameSet(then, now)) return []
    const { entity, id, field } = first
    return [{ what: '改', entity, id, field, label: labelOf(entity, field) } as const]
  })
}

function setDifferences(set: PrintedSet, { membersOf, isRemoved }: Present): readonly Difference[] {
  const { entity, ids } = set
  const printed = new Set(ids)
  const now = membersOf(set)
  const added = now.filter((id) => !printed.has(id))
  const removed = ids.filter((id) => isRemoved({ entity, id }))
  return [
    ...added.map((id) => ({ what: '增', entity, id }) as const),
    ...removed.map((id) => ({ what: '删', entity, id }) as const),
  ]
}

/** The field comes from printed.json: an older version may have printed one that is no longer asked for. */
function labelOf<E extends RowEntity>(entity: E, field: string): string {
  const isKnown = (name: string): name is LabelledField<E> =>
    isRowEntity(entity) && Object.hasOwn(fieldsOf(entity), name)
  return isKnown(field) ? fieldLabel(entity, field) : field
}

function nameOfSet({ entity, parent }: PrintedSet): string {
  return `${entity} ${parent}`
}

function keyOf({ entity, id, field, change }: PrintedHead): string {
  return [entity, id, field, change].join(' ')
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((change) => b.includes(change))
}
