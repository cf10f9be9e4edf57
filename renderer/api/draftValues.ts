import type { FieldPath, FieldPathValue, FieldValues, UseFormReturn } from 'react-hook-form'
import { differing } from '../../electron/contract/differing.ts'

/** Which values of a form differ, and which changes it has seen: what api/draft.ts reckons with. */

/** Per field, the changes a form saw when it was opened. */
export type Seen = Readonly<Record<string, string[]>>

/** By field, the values that differ from what the form was opened with. */
export type Changed = Readonly<Record<string, unknown>>

/** Only the fields that differ from what the form was opened with: a save writes no more than these. */
export function changedValues<T extends FieldValues, Output>(methods: UseFormReturn<T, unknown, Output>): Partial<T> {
  const opened: Readonly<Record<string, unknown>> = methods.formState.defaultValues ?? {}
  return differing(methods.getValues(), opened)
}

/** Of what a form saw, what these fields need. */
export function ofFields(seen: Seen, fields: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(seen).filter(([field]) => fields.includes(field)))
}

/**
 * Of the fields just written, the form has seen its own change. Where an edit of another arrived in that very moment, two
 * changes stand there and a person has seen only one of them: the next save then shows a conflict and replaces neither.
 */
export function ownChanges(seen: Seen, written: readonly string[]): Seen {
  return Object.fromEntries(Object.entries(ofFields(seen, written)).filter(([, changes]) => changes.length === 1))
}

export function putBack<T extends FieldValues, Output>(
  methods: UseFormReturn<T, unknown, Output>,
  values: unknown,
): void {
  if (typeof values !== 'object' || values === null) return
  for (const [name, value] of Object.entries(values)) {
    // A field that a newer version of the form no longer has stays behind.
    if (!(name in methods.getValues())) continue
    methods.setValue(name as FieldPath<T>, value as FieldPathValue<T, FieldPath<T>>, { shouldDirty: true })
  }
}
