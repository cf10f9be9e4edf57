import type * as z from 'zod'
import { rows } from '../../../electron/contract/catalogue/catalogue.ts'
import { severities } from '../../../electron/contract/catalogue/inspection.ts'
import type { findingView } from '../../../electron/contract/finding.ts'
import type { SelectOption } from '../../ui/form/FormSelect.tsx'
import { valueText as textOf } from '../../ui/recordFacts.ts'

export type FindingView = z.infer<typeof findingView>

export const severityOptions: readonly SelectOption[] = severities.map((label, index) => ({
  value: String(index + 1),
  label: `${index + 1} ${label}`,
}))

export const validityOptions: readonly SelectOption[] = Object.entries(rows.finding.fields.ruleValidity.words).map(
  ([value, label]) => ({ value, label }),
)

export function severityName(severity: number | null): string {
  return severity === null ? '' : (severities[severity - 1] ?? '')
}

/** The word a list shows (decisions.md 14); a conflict is told first, because it blocks more. */
export function stateWord({ conflicted, missing }: Pick<FindingView, 'conflicted' | 'missing'>): string {
  if (conflicted) return '冲突'
  return missing === 0 ? '完整' : `缺${missing}项`
}

/** A stored value of a finding as a person reads it. */
export function valueText(name: string, value: string | number | boolean | null): string {
  return textOf('finding', name, value)
}
