/** Closes a discriminated union: a new case that nobody handles is a type error, not a silent default. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${typeof value}`)
}
