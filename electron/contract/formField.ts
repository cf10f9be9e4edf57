import * as z from 'zod'
import { fieldsOf, type FieldName, type RowEntity, type RowValues } from './catalogue/catalogue.ts'
import type { Field } from './catalogue/field.ts'
import {
  minuteText,
  momentText,
  typedChoice,
  typedDay,
  typedGrade,
  typedInteger,
  typedMinute,
  typedMoment,
  typedText,
} from './text/formValue.ts'

/** What a form holds of some fields of a noun: each as it is typed, a yes or no as itself. */
export type FormInput<E extends RowEntity, N extends FieldName<E>> = {
  -readonly [K in N]: NonNullable<RowValues<E>[K]> extends boolean ? boolean : string
}
/** What a save sends of them: values of the catalogue, null where nothing was typed. */
export type FormOutput<E extends RowEntity, N extends FieldName<E>> = {
  -readonly [K in N]: NonNullable<RowValues<E>[K]> extends boolean ? boolean : RowValues<E>[K]
}
type FormShape<E extends RowEntity, N extends FieldName<E>> = {
  readonly [K in N]: z.ZodType<FormOutput<E, N>[K], FormInput<E, N>[K]>
}

/** Every field of the noun, in the catalogue's order, but those that no person types into its form. */
export function formFields<E extends RowEntity, const B extends FieldName<E>>(
  entity: E,
  but: readonly B[],
): readonly Exclude<FieldName<E>, B | 'removed' | 'removedReason'>[] {
  const left: readonly string[] = [...but, 'removed', 'removedReason']
  const names = Object.keys(fieldsOf(entity)).filter((name) => !left.includes(name))
  // The catalogue's own names, without those that were taken out.
  return names as Exclude<FieldName<E>, B | 'removed' | 'removedReason'>[]
}

/** The zod shape of a form with these fields: spread it beside what the form holds besides. */
export function formShape<E extends RowEntity, N extends FieldName<E>>(
  entity: E,
  names: readonly N[],
): FormShape<E, N> {
  const fields = fieldsOf(entity)
  const entries = names.map((name) => [name, typedField(fields[name])])
  // Built from the catalogue that the types are made of; TypeScript cannot follow Object.fromEntries.
  return Object.fromEntries(entries) as FormShape<E, N>
}

/** A recorded row, or what of one is known beforehand, as such a form shows it. */
export function formInput<E extends RowEntity, N extends FieldName<E>>(
  entity: E,
  names: readonly N[],
  values: Partial<RowValues<E>>,
): FormInput<E, N> {
  const fields = fieldsOf(entity)
  const entries = names.map((name) => [name, shownField(fields[name], values[name] ?? null)])
  // As above.
  return Object.fromEntries(entries) as FormInput<E, N>
}

function typedField(field: Field | undefined): z.ZodType {
  switch (field?.type) {
    case 'text':
      return typedText(field)
    case 'integer':
      return field.shown === 'timeOfDay'
        ? typedMinute()
        : field.shown === 'severity'
          ? typedGrade(field)
          : typedInteger(field)
    case 'date':
      return typedDay()
    case 'instant':
      return typedMoment()
    case 'choice':
      return typedChoice(field)
    case 'reference':
      return typedText({ max: 36 })
    case 'boolean':
      return z.boolean()
    case 'blob':
    case undefined:
      throw new Error('no form holds such a field')
  }
}

function shownField(field: Field | undefined, value: string | number | boolean | null): string | boolean {
  if (field?.type === 'boolean') return value === true
  if (typeof value === 'number' && field?.shown === 'timeOfDay') return minuteText(value)
  if (typeof value === 'string' && field?.type === 'instant') return momentText(value)
  return String(value ?? '')
}
