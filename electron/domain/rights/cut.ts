/**
 * Where rights end (electron/README §8): never at a time, which whoever writes chooses, but at a place in each log: as far as
 * headquarters had seen it. A change counts only on the chain that ends there.
 */

/** A change by its place: its number in its log and its hash. */
export type Position = { readonly log: string; readonly number: number; readonly id: string }

/** How far each log counts. A log that is not named is unseen: nothing in it counts. */
export type Ending = readonly Cut[]

type Cut = Position & {
  /** Changes up to that number that lead elsewhere: the log's key was used twice. */
  readonly astray: ReadonlySet<string>
}

/** By log, of those with two changes of one number: all changes from the lowest such number on, by their hashes. */
export type Branches = ReadonlyMap<string, ReadonlyMap<string, Link>>
export type Link = { readonly number: number; readonly previous: string }

export function endingOf(branches: Branches, places: readonly Position[]): Ending {
  return places.map((place) => ({ ...place, astray: astrayOf(branches.get(place.log), place) }))
}

/** Of a cut and what has raised it, the one that reaches furthest. */
export function furthestOf<P extends { readonly number: number }>(places: readonly [P, ...P[]]): P {
  return places.reduce((furthest, place) => (place.number > furthest.number ? place : furthest))
}

/** Several cuts of one log: the smallest holds. */
export function isHere(ending: Ending, { log, number, id }: Position): boolean {
  const cuts = ending.filter((cut) => cut.log === log)
  if (cuts.length === 0) return false
  return cuts.every((cut) => (number === cut.number ? id === cut.id : number < cut.number) && !cut.astray.has(id))
}

function astrayOf(branch: ReadonlyMap<string, Link> | undefined, { number, id }: Position): ReadonlySet<string> {
  if (branch === undefined) return new Set()
  const chain = new Set<string>()
  for (let at: string | undefined = id; at !== undefined && branch.has(at); at = branch.get(at)?.previous) chain.add(at)
  const others = [...branch].filter(([hash, link]) => link.number <= number && !chain.has(hash))
  return new Set(others.map(([hash]) => hash))
}
