import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { formFields, formInput, formShape } from '../../../electron/contract/formField.ts'
import { typedText } from '../../../electron/contract/text/formValue.ts'

const { unit, person } = rows

export type JoinedNoun = 'unit' | 'person'
type JoinedRow = { readonly id: string; readonly name: string | null; readonly code: string | null }
type Listed = {
  readonly id: string
  readonly initials: string
  readonly official: boolean
  readonly joined: readonly JoinedRow[]
}
/** A unit or a person, as far as both are told alike. */
export type RosterRow = Listed &
  Pick<RowValues<'unit'>, 'name'> & { readonly code?: string | null; readonly post?: string | null }
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
  return units.filter(({ id, removed }) => id !== except && removed !== true).map(rosterOption)
}

export function rosterOption(row: RosterRow) {
  return {
    value: row.id,
    label: row.post ? `${nameOf(row)}（${row.post}）` : nameOf(row),
    search: [row.initials, row.code ?? ''].join(' ').trim(),
    also: row.joined.map((one) => one.id),
  }
}

export function nameOf({ name }: { readonly name: string | null }): string {
  return name === null || name === '' ? '（未填名称）' : name
}

/** 又名 …, or how many were joined where they are called the same; empty where none was. */
export function alsoKnown({ name, joined }: RosterRow): string {
  const others = new Set(joined.flatMap((one) => (one.name === null || one.name === name ? [] : [one.name])))
  if (joined.length === 0) return ''
  return others.size > 0 ? `又名 ${[...others].join('、')}` : `已合并 ${joined.length} 条`
}
