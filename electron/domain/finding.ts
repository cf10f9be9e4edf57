import { type FieldName, type RowValues } from '../contract/catalogue/catalogue.ts'
import { severities } from '../contract/catalogue/inspection.ts'

/** What a finding needs before it can be printed in a memo; `evidence` stands for at least one piece of it. */
export type MissingField = FieldName<'finding'> | 'evidence'

export type FindingFields = Partial<Pick<RowValues<'finding'>, keyof RowValues<'finding'>>>

/**
 * The fields still empty, in the order of the form. 时限 is asked only of 限期整改; the article of the rule is not
 * asked at all, because a rule whose validity is unknown is printed without one (electron/README §10).
 */
export function missingFields(
  finding: FindingFields,
  facts: { readonly evidenceCount: number },
): readonly MissingField[] {
  const missing: MissingField[] = required.filter((field) => isEmpty(finding[field]))
  if (finding.rectificationType === '限期整改' && isEmpty(finding.rectifyBy)) missing.push('rectifyBy')
  if (facts.evidenceCount < 1) missing.push('evidence')
  return missing
}

export type SeverityWord = (typeof severities)[number]

/** The word of a grade; undefined while nobody has judged it. */
export function severityWord(severity: number | null | undefined): SeverityWord | undefined {
  return severity === null || severity === undefined ? undefined : severities[severity - 1]
}

const required = [
  'riskPoint',
  'title',
  'fact',
  'occurredOn',
  'place',
  'ruleDocument',
  'opinion',
  'severity',
  'rectificationType',
] as const satisfies readonly FieldName<'finding'>[]

function isEmpty(value: string | number | boolean | null | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}
