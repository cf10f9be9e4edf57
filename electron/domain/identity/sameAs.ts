import { compareChanges, type Ordered } from '../log/spoken.ts'
import { foldedName } from './foldedName.ts'

/**
 * One person, one unit (decisions.md 64, 84): rows that say they are the same as another make one set, for which one of them
 * stands. It is reckoned from what the rows show, whenever it is asked for, so it can be taken apart again and depends on no
 * order. It gives no rights.
 */

export type Member = {
  readonly id: string
  readonly name: string | null
  /** Of a unit. */
  readonly code: string | null
  /** Headquarters made it. */
  readonly isHeadquarters: boolean
  /** A person to whom headquarters has given a role; of a unit, that headquarters made it. */
  readonly isEnrolled: boolean
}

/** A row says that it is the same as another; id, clock and log are of the change that says it. */
export type Edge = Ordered & { readonly from: string; readonly to: string; readonly isHeadquarters: boolean }

export type Identities = {
  /** Who stands for it: itself, where it is joined to nothing. */
  readonly representativeOf: (id: string) => string
  /** All that are the same, itself among them, the one that stands for them first. */
  readonly membersOf: (id: string) => readonly string[]
  /** The joins that lead from one to the other, in their order; undefined where they are not the same. */
  readonly wayBetween: (from: string, to: string) => readonly Edge[] | undefined
  /** The joins that are followed from it and to it. */
  readonly edgesAt: (id: string) => readonly Edge[]
  /** Of those that were given, in the order of their ids. */
  readonly all: readonly string[]
  readonly find: (id: string) => Member | undefined
}

/**
 * Headquarters' word first, then what was said earlier; a join of what is the same already is not followed, so that of a circle
 * the youngest falls.
 */
export function identitiesOf(members: readonly Member[], edges: readonly Edge[]): Identities {
  const known = new Map(members.map((member) => [member.id, member]))
  const sets = new Map<string, readonly string[]>()
  const setOf = (id: string) => sets.get(id) ?? [id]
  const followed: Edge[] = []
  for (const edge of edges.toSorted(byWeight)) {
    const { from, to } = edge
    if (!mayJoin(edge, known.get(from), known.get(to)) || setOf(from).includes(to)) continue
    followed.push(edge)
    const joined = [...setOf(from), ...setOf(to)].toSorted(byRank(known))
    for (const id of joined) sets.set(id, joined)
  }
  const ways = adjacent(followed)
  return {
    representativeOf: (id) => setOf(id)[0] ?? id,
    membersOf: setOf,
    wayBetween: (from, to) => wayBetween(ways, from, to),
    edgesAt: (id) => ways.get(id) ?? [],
    all: [...known.keys()].toSorted(),
    find: (id) => known.get(id),
  }
}

/** Headquarters joins what it likes; a team its own stand-in to one that is enrolled and has the same name, or the same code. */
export function mayJoin(
  { isHeadquarters }: Pick<Edge, 'isHeadquarters'>,
  from: Member | undefined,
  to: Member | undefined,
): boolean {
  if (from === undefined || to === undefined || from.id === to.id) return false
  return isHeadquarters || (to.isEnrolled && isSameByName(from, to))
}

/** The same name or code, as far as anybody can see; empty ones are not the same. */
export function isSameByName(a: Pick<Member, 'name' | 'code'>, b: Pick<Member, 'name' | 'code'>): boolean {
  return [
    [a.name, b.name],
    [a.code, b.code],
  ].some(([one, other]) => foldedName(one) !== '' && foldedName(one) === foldedName(other))
}

function byWeight(a: Edge, b: Edge): number {
  return Number(b.isHeadquarters) - Number(a.isHeadquarters) || compareChanges(a, b)
}

/** Headquarters' row stands for the others, else the smallest that is enrolled, else the smallest. */
function byRank(known: ReadonlyMap<string, Member>): (a: string, b: string) => number {
  const rank = (id: string) => {
    const member = known.get(id)
    return member?.isHeadquarters === true ? 0 : member?.isEnrolled === true ? 1 : 2
  }
  return (a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
}

type Ways = ReadonlyMap<string, readonly Edge[]>

function adjacent(edges: readonly Edge[]): Ways {
  const ways = new Map<string, Edge[]>()
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) ways.set(end, [...(ways.get(end) ?? []), edge])
  }
  return ways
}

/** What is followed makes no circle, so there is one way at most. */
function wayBetween(ways: Ways, from: string, to: string, came?: Edge): readonly Edge[] | undefined {
  if (from === to) return []
  for (const edge of ways.get(from) ?? []) {
    if (edge === came) continue
    const rest = wayBetween(ways, edge.from === from ? edge.to : edge.from, to, edge)
    if (rest !== undefined) return [edge, ...rest]
  }
  return undefined
}
