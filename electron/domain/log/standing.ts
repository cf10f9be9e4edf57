import { compareChanges, type Headquarters, replacedBy, type RowChange, type Spoken } from './spoken.ts'

/** Which values of a field stand, of all that were ever given it (decisions.md 80, 95, 96). */

/**
 * The values of a field that stand: what nothing replaces, and of headquarters' words the last. `spoken`: all of the field, in
 * order. Some value always stands, also where those who repeat others make them replace each other in a circle.
 */
export function standingOf<C extends RowChange>(
  spoken: readonly Spoken<C>[],
  headquarters: Headquarters,
): readonly Spoken<C>[] {
  const replaced = new Set(spoken.flatMap(({ replaces }) => replaces))
  const unreplaced = spoken.filter(({ id }) => !replaced.has(id))
  const left = withoutFallen(unreplaced, spoken)
  if (left.length === 0) return (unreplaced.length > 0 ? unreplaced : spoken).slice(-1)
  const others = left.filter(({ log }) => !headquarters.has(log))
  const word = left.findLast(({ log }) => headquarters.has(log))
  if (word === undefined || left.length === 1) return left
  if (others.length > 0 && isAnswered(word, others, { spoken, headquarters })) return others
  return left.filter((value) => value === word || others.includes(value))
}

type Field<C extends RowChange> = { readonly spoken: readonly Spoken<C>[]; readonly headquarters: Headquarters }

/**
 * A later word of headquarters, which this one does not know, is replaced by a team that stands: whoever answered the later
 * word answered this one too, although it had not been seen.
 */
function isAnswered<C extends RowChange>(
  word: Spoken<C>,
  others: readonly Spoken<C>[],
  { spoken, headquarters }: Field<C>,
): boolean {
  const answered = replacedBy(others, spoken)
  const own = replacedBy([word], spoken)
  return spoken.some(
    (value) =>
      headquarters.has(value.log) && compareChanges(value, word) > 0 && answered.has(value.id) && !own.has(value.id),
  )
}

/**
 * Without the undos that have fallen: somebody else has replaced what they put back, so that it would not stand either had
 * nothing been done and undone. Undos that put back one value vouch for each other: what all of them took away is gone.
 */
function withoutFallen<C extends RowChange>(
  unreplaced: readonly Spoken<C>[],
  spoken: readonly Spoken<C>[],
): readonly Spoken<C>[] {
  if (unreplaced.every(({ standsFor }) => standsFor === undefined)) return unreplaced
  const known = new Map(spoken.map((value) => [value.id, value]))
  const putBack = new Map(unreplaced.map((value) => [value, putBackBy(value, known)]))
  const undos = unreplaced.filter(({ standsFor }) => standsFor !== undefined)
  const fallen = [...Map.groupBy(undos, (undo) => putBack.get(undo)?.at(-1)).values()].flatMap((together) => {
    const seen = replacedBy(together, spoken)
    const others = spoken.filter(({ id }) => !seen.has(id))
    const overtaken = new Set(others.flatMap(({ replaces }) => replaces))
    return together.filter((undo) => (putBack.get(undo) ?? []).some((id) => overtaken.has(id) || !known.has(id)))
  })
  return unreplaced.filter((value) => !fallen.includes(value))
}

/** The value that it puts back, what that one puts back, and so on. */
export function putBackBy<C extends RowChange>(
  value: Spoken<C>,
  known: ReadonlyMap<string, Spoken<C>>,
): readonly string[] {
  const chain: string[] = []
  for (let at: Spoken<C> | undefined = value; at?.standsFor !== undefined; at = known.get(at.standsFor)) {
    chain.push(at.standsFor)
  }
  return chain
}
