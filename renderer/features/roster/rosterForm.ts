import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { formFields, formInput, formShape } from '../../../electron/contract/formField.ts'
import { typedText } from '../../../electron/contract/formValue.ts'

const { unit, person } = rows

type Listed = { readonly id: string; readonly initials: string }
export type UnitRow = RowValues<'unit'> & Listed
export type PersonRow = RowValues<'person'> & Listed

export const levels = unit.fields.level.of
export const systems = unit.fields.system.of

function required(field: { readonly max: number }, message: string) {
  return z.string().trim().min(2, message).pipe(typedText(field))
}

const unitFields = formFields('unit', ['sameAs'])
const personFields = formFields('person', ['sameAs'])

export const unitSchema = z.object({
  ...formShape('unit', unitFields),
  name: required(unit.fields.name, '单位名称至少两个字'),
})
export type UnitInput = z.input<typeof unitSchema>
export type UnitOutput = z.output<typeof unitSchema>

export const personSchema = z.object({
  ...formShape('person', personFields),
  name: required(person.fields.name, '姓名至少两个字'),
})
export type PersonInput = z.input<typeof personSchema>
export type PersonOutput = z.output<typeof personSchema>

/** A stored row as its form shows it: an empty field is the empty text. */
export function typedUnit(row: UnitRow | undefined): UnitInput {
  return formInput('unit', unitFields, row ?? {})
}

export function typedPerson(row: PersonRow | undefined): PersonInput {
  return formInput('person', personFields, row ?? {})
}

/** A save writes only what was changed: what another changed meanwhile stays. */
export function changedOnly<Output extends object>(
  output: Output,
  dirty: Partial<Readonly<Record<keyof Output, unknown>>>,
): Partial<Output> {
  // A subset of the output's own fields.
  return Object.fromEntries(Object.entries(output).filter(([name]) => name in dirty)) as Partial<Output>
}

export function unitOptions(units: readonly UnitRow[], except?: string) {
  return units
    .filter(({ id, removed }) => id !== except && removed !== true)
    .map(({ id, name, initials, code }) => ({
      value: id,
      label: name ?? '（未填名称）',
      search: [initials, code ?? ''].join(' ').trim(),
    }))
}
