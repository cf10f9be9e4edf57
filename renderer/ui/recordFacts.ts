import { fieldsOf, type RowEntity } from '../../electron/contract/catalogue/catalogue.ts'
import { severities } from '../../electron/contract/catalogue/inspection.ts'
import { minuteText, momentText } from '../../electron/contract/text/formValue.ts'

/** What is read of a record: a name and a text, line by line. */
export type Fact = readonly [name: string, text: string]

/** Fields that are told together, in words of their own or not at all, in the place of the first. */
export type ToldFields<N extends string> = { readonly of: readonly [N, ...N[]]; readonly facts: readonly Fact[] }

/** A record to read, field by field in their order: a field that nothing was said about is told plainly. */
export function recordFacts<N extends string>(
  names: readonly N[],
  told: readonly ToldFields<N>[],
  plain: (name: N) => Fact,
): readonly Fact[] {
  return names.flatMap((name) => {
    const own = told.find(({ of }) => of.includes(name))
    if (own === undefined) return [plain(name)]
    return own.of[0] === name ? own.facts : []
  })
}

/** A stored value as a person reads it. */
export function valueText(entity: RowEntity, name: string, value: string | number | boolean | null): string {
  if (value === null || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  const field = fieldsOf(entity)[name]
  if (typeof value === 'string') return field?.words?.[value] ?? (field?.type === 'instant' ? momentText(value) : value)
  if (field?.shown === 'severity') return severities[value - 1] ?? ''
  return field?.shown === 'timeOfDay' ? minuteText(value) : String(value)
}
