import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod'
import type { InspectorRole } from '../../../electron/contract/catalogue/inspection.ts'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import {
  minuteText,
  momentText,
  typedChoice,
  typedDay,
  typedMinute,
  typedMoment,
  typedText,
} from '../../../electron/contract/formValue.ts'

const { fields } = rows.visit
const reference = { max: 36 }

/** A visit as it is typed. Who went is a set of its own beside the visit's fields. */
export const visitFormSchema = z.object({
  campaign: typedText(reference),
  unit: typedText(reference),
  mode: typedChoice(fields.mode),
  visitedOn: typedDay(),
  startMinute: typedMinute(),
  endMinute: typedMinute(),
  place: typedText(fields.place),
  placeType: typedChoice(fields.placeType),
  noticeNumber: typedText(fields.noticeNumber),
  accompanying: typedText(fields.accompanying),
  identityDisclosedAt: typedMoment(),
  identityDisclosedReason: typedText(fields.identityDisclosedReason),
  singleInspectorReason: typedText(fields.singleInspectorReason),
  overview: typedText(fields.overview),
  inspectors: z.array(z.string()),
  leader: z.string(),
})

export type VisitInput = z.input<typeof visitFormSchema>
export type VisitOutput = z.output<typeof visitFormSchema>
export type VisitField = keyof VisitInput
export type VisitMethods = UseFormReturn<VisitInput, unknown, VisitOutput>
type Inspector = { readonly person: string; readonly role: InspectorRole }

export function visitInput(values: Partial<RowValues<'visit'>>, inspectors: readonly Inspector[]): VisitInput {
  const shown = (name: keyof RowValues<'visit'>): string => String(values[name] ?? '')
  return {
    campaign: shown('campaign'),
    unit: shown('unit'),
    mode: shown('mode'),
    visitedOn: shown('visitedOn'),
    startMinute: minuteText(values.startMinute ?? null),
    endMinute: minuteText(values.endMinute ?? null),
    place: shown('place'),
    placeType: shown('placeType'),
    noticeNumber: shown('noticeNumber'),
    accompanying: shown('accompanying'),
    identityDisclosedAt: momentText(values.identityDisclosedAt ?? null),
    identityDisclosedReason: shown('identityDisclosedReason'),
    singleInspectorReason: shown('singleInspectorReason'),
    overview: shown('overview'),
    inspectors: inspectors.map(({ person }) => person),
    leader: inspectors.find(({ role }) => role === '组长')?.person ?? '',
  }
}

/** What a save sends: the changed fields of the visit, and the whole set of inspectors if any of it changed. */
export function visitChange({ inspectors, leader, ...set }: VisitOutput, changed: object) {
  const entries = Object.entries(set).filter(([name]) => name in changed)
  const people = inspectors.map((person) => ({
    person,
    role: person === leader ? ('组长' as const) : ('组员' as const),
  }))
  return {
    // A subset of the form's own values.
    set: Object.fromEntries(entries) as Partial<typeof set>,
    ...('inspectors' in changed || 'leader' in changed ? { inspectors: people } : {}),
  }
}

export function isVisitField(name: string): name is VisitField {
  return name in visitFormSchema.shape
}
