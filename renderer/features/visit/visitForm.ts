import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod'
import { type InspectorRole, inspectorsLedBy, leadsVisit } from '../../../electron/contract/catalogue/inspection.ts'
import type { RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { formFields, formInput, formShape } from '../../../electron/contract/formField.ts'

/** Numbers and tasks are given by the program and by headquarters; all else of the catalogue is typed. */
export const visitFields = formFields('visit', ['ordinal', 'task'])

/** A visit as it is typed. Who went is a set of its own beside the visit's fields. */
export const visitFormSchema = z.object({
  ...formShape('visit', visitFields),
  inspectors: z.array(z.string()),
  leader: z.string(),
})

export type VisitInput = z.input<typeof visitFormSchema>
export type VisitOutput = z.output<typeof visitFormSchema>
export type VisitField = keyof VisitInput
export type VisitOwnField = (typeof visitFields)[number]
export type VisitMethods = UseFormReturn<VisitInput, unknown, VisitOutput>
type Inspector = { readonly person: string; readonly role: InspectorRole }

export function visitInput(values: Partial<RowValues<'visit'>>, inspectors: readonly Inspector[]): VisitInput {
  return {
    ...formInput('visit', visitFields, values),
    inspectors: inspectors.map(({ person }) => person),
    leader: inspectors.find(leadsVisit)?.person ?? '',
  }
}

/** What a save sends: the changed fields of the visit, and the whole set of inspectors if any of it changed. */
export function visitChange({ inspectors, leader, ...set }: VisitOutput, changed: object) {
  const entries = Object.entries(set).filter(([name]) => name in changed)
  const people = inspectorsLedBy(leader, inspectors)
  return {
    // A subset of the form's own values.
    set: Object.fromEntries(entries) as Partial<typeof set>,
    ...('inspectors' in changed || 'leader' in changed ? { inspectors: people } : {}),
  }
}

export function isVisitField(name: string): name is VisitField {
  return name in visitFormSchema.shape
}
