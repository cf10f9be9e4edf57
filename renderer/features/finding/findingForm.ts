import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod'
import type { RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { formFields, formInput, formShape } from '../../../electron/contract/formField.ts'

/** The order of findings and their numbers are no words of a person; all else of the catalogue is typed. */
export const findingFields = formFields('finding', ['ordinal', 'position'])

/** A finding as it is typed; each field of the catalogue says itself what it can hold. */
export const findingFormSchema = z.object(formShape('finding', findingFields))

export type FindingInput = z.input<typeof findingFormSchema>
export type FindingOutput = z.output<typeof findingFormSchema>
export type FindingField = keyof FindingInput
export type FindingMethods = UseFormReturn<FindingInput, unknown, FindingOutput>

/** A recorded finding, or what of one is known beforehand, as the form shows it. */
export function findingInput(values: Partial<RowValues<'finding'>>): FindingInput {
  return formInput('finding', findingFields, values)
}

/** Of what was typed, only the fields that are named: a save writes no more than what a person changed. */
export function onlyChanged(output: FindingOutput, changed: object): Partial<FindingOutput> {
  const entries = Object.entries(output).filter(([name]) => name in changed)
  // A subset of the form's own values.
  return Object.fromEntries(entries) as Partial<FindingOutput>
}

/** The fields that a list of what is missing can name and this form has. */
export function isFindingField(name: string): name is FindingField {
  return name in findingFormSchema.shape
}
