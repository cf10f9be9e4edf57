/** Of these values, those that are not as in `from`; nothing and an empty place are one. */
export function differing<T extends object>(values: T, from: Readonly<Record<string, unknown>>): Partial<T> {
  const entries = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(from[name] ?? null),
  )
  // A subset of the values themselves.
  return Object.fromEntries(entries) as Partial<T>
}
