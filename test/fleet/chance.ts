/** The same numbers for the same seed (mulberry32). */
export type Chance = {
  /** A whole number from 0 up to, not including, `below`. */
  readonly nat: (below: number) => number
  /** True once in so many. */
  readonly once: (every: number) => boolean
  readonly one: <T>(of: readonly T[]) => T | undefined
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0
  function nat(below: number): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
  return { nat, once: (every) => nat(every) === 0, one: (of) => of[nat(Math.max(of.length, 1))] }
}

export function shuffled<T>(items: readonly T[], chance: Chance): readonly T[] {
  return items
    .map((item) => ({ item, key: chance.nat(1_000_000) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
