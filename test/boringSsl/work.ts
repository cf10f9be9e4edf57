/**
 * A piece of work done under one runtime whose result is opened under another: `make` leaves plain JSON (and files in the
 * folder), `open` throws unless everything is as it was made.
 */
export type Work = {
  readonly name: string
  readonly make: (folder: string) => Promise<unknown>
  readonly open: (made: unknown, folder: string) => Promise<void>
}

/** Types both halves by what `make` gives: JSON brings back what this program wrote. */
export function work<T>(
  name: string,
  make: (folder: string) => Promise<T>,
  open: (made: T, folder: string) => Promise<void>,
): Work {
  return { name, make, open: (made, folder) => open(made as T, folder) }
}

/** What a run of all works says, one line of JSON. */
export type Report = {
  readonly versions: Readonly<Record<string, string | undefined>>
  /** Algorithms asked for that the runtime lacks. */
  readonly lacks: readonly string[]
  readonly done: readonly string[]
  readonly failed: readonly { readonly name: string; readonly error: string }[]
}

export const text = '办税服务厅三号窗口无人值守（张䶮、𠮷田）'
export const password = '试验-纸上谈兵-七十二'
export const cheap = { n: 2 ** 4, r: 8, p: 1 } as const
export const madeAt = '2026-11-22T07:20:00.000Z'
