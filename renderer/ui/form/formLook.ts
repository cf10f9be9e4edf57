import type { ReactNode } from 'react'
import type { SelectOption } from './FormSelect.tsx'

/** A field of a form as it stands on a line. Its label, its kind of input and its limit are the catalogue's. */
export type FormLook<N extends string> = {
  readonly name: N
  /** Where the form asks in other words than the catalogue's label. */
  readonly label?: string
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly placeholder?: string
  /** Lines that an empty text of several lines takes. */
  readonly rows?: number
  /** Where the choices have other words than their values, or the field is a number with a word for each. */
  readonly options?: readonly SelectOption[]
}

/** Up to three fields side by side. */
export type FormLine<N extends string> = readonly FormLook<N>[]

/** The fields that stand on no line yet, each on one of its own: a field that is new in the catalogue can be filled in at once. */
export function furtherLines<N extends string>(
  names: readonly N[],
  placed: { readonly special: readonly N[]; readonly lines: readonly FormLine<N>[] },
): readonly FormLine<N>[] {
  const known = new Set([...placed.special, ...placed.lines.flat().map(({ name }) => name)])
  return names.filter((name) => !known.has(name)).map((name) => [{ name, optional: true }])
}
