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

/** One value that a frozen version printed, by the change that set it: a line of `printed.json` (decision 28). */
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

/** Every field that counts, in the order of the list. */
export function printedFieldsOf(fields: PrintedFields, entity: RowEntity): readonly string[] {
  const known = fields[entity]
  return known === undefined ? [] : [...known.says, ...known.decides]
}

export type ChangedField = RowName & { readonly field: string; readonly label: string }

/**
 * The printed fields whose heads are others now (E5). `headsNow` gives undefined for a row that is not here: nothing
 * is claimed about it.
 */
export function changedSince(
  printed: readonly PrintedHead[],
  headsNow: (row: RowName) => FieldHeads | undefined,
): readonly ChangedField[] {
  const fields = Map.groupBy(printed, ({ entity, id, field }) => `${entity} ${id} ${field}`)
  return [...fields.values()].flatMap((heads) => {
    const [first] = heads
    const now = first && headsNow(first)?.[first.field]
    const then = heads.map(({ change }) => change)
    if (first === undefined || now === undefined || isSameSet(then, now)) return []
    return [{ entity: first.entity, id: first.id, field: first.field, label: labelOf(first.entity, first.field) }]
  })
}

/** The field comes from printed.json: an older version may have printed one that is no longer asked for. */
function labelOf<E extends RowEntity>(entity: E, field: string): string {
  const isKnown = (name: string): name is LabelledField<E> =>
    isRowEntity(entity) && Object.hasOwn(fieldsOf(entity), name)
  return isKnown(field) ? fieldLabel(entity, field) : field
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
