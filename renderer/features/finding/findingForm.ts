import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod'
import { rows, type RowValues } from '../../../electron/contract/catalogue/catalogue.ts'
import { rectificationTypes, severities } from '../../../electron/contract/catalogue/inspection.ts'
import {
  minuteText,
  typedChoice,
  typedDay,
  typedGrade,
  typedMinute,
  typedText,
} from '../../../electron/contract/formValue.ts'

const { fields } = rows.finding

/** A finding as it is typed; each field of the catalogue says itself what it can hold. */
export const findingFormSchema = z.object({
  riskPoint: typedText(fields.riskPoint),
  riskPointName: typedText(fields.riskPointName),
  title: typedText(fields.title),
  fact: typedText(fields.fact),
  occurredOn: typedDay(),
  occurredMinute: typedMinute(),
  place: typedText(fields.place),
  involved: typedText(fields.involved),
  ruleDocument: typedText(fields.ruleDocument),
  ruleArticle: typedText(fields.ruleArticle),
  ruleText: typedText(fields.ruleText),
  ruleValidity: typedChoice(fields.ruleValidity),
  opinion: typedText(fields.opinion),
  severity: typedGrade({ max: severities.length }),
  rectificationType: typedChoice({ of: rectificationTypes }),
  rectifyBy: typedDay(),
  requirement: typedText(fields.requirement),
  clue: z.boolean(),
})

export type FindingInput = z.input<typeof findingFormSchema>
export type FindingOutput = z.output<typeof findingFormSchema>
export type FindingField = keyof FindingInput
export type FindingMethods = UseFormReturn<FindingInput, unknown, FindingOutput>

/** A recorded finding, or what of one is known beforehand, as the form shows it. */
export function findingInput(values: Partial<RowValues<'finding'>>): FindingInput {
  const shown = (name: Exclude<FindingField, 'clue' | 'occurredMinute'>): string => String(values[name] ?? '')
  return {
    riskPoint: shown('riskPoint'),
    riskPointName: shown('riskPointName'),
    title: shown('title'),
    fact: shown('fact'),
    occurredOn: shown('occurredOn'),
    occurredMinute: minuteText(values.occurredMinute ?? null),
    place: shown('place'),
    involved: shown('involved'),
    ruleDocument: shown('ruleDocument'),
    ruleArticle: shown('ruleArticle'),
    ruleText: shown('ruleText'),
    ruleValidity: shown('ruleValidity'),
    opinion: shown('opinion'),
    severity: shown('severity'),
    rectificationType: shown('rectificationType'),
    rectifyBy: shown('rectifyBy'),
    requirement: shown('requirement'),
    clue: values.clue ?? false,
  }
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
