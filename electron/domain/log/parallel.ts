import type { RowChange } from './spoken.ts'

type Made = Pick<RowChange, 'id' | 'log' | 'replaces' | 'restates' | 'isNew'> & { readonly number: number }

/** Whether whoever made the first had taken in the second: his own log says what he took in, and before which change. */
export type Sight = (maker: Pick<Made, 'log' | 'number'>, other: Pick<Made, 'log' | 'number'>) => boolean

/**
 * Two people changed the row without knowing of each other: an edit that comes in and one that is here, of another log, which
 * the first had not seen. A log has seen what its changes of the row replace, all before that in the same log, and what
 * headquarters says again there. Whether their values stand against each other is another question.
 */
export function isParallel(known: readonly Made[], accepted: readonly Made[], sight: Sight): boolean {
  const arriving = accepted.filter(({ isNew }) => isNew !== true)
  if (arriving.length === 0) return false
  const others = known.filter(({ isNew, log }) => isNew !== true && !arriving.some((change) => change.log === log))
  if (others.length === 0) return false
  const here = new Map(known.map((change) => [change.id, change]))
  // Who has not seen something at his first edit is enough.
  const firsts = [...Map.groupBy(arriving, ({ log }) => log).values()].map((made) =>
    made.reduce((first, change) => (change.number < first.number ? change : first)),
  )
  return firsts.some((first) => {
    const own = [...known, ...accepted].filter(({ log, number }) => log === first.log && number <= first.number)
    const seen = new Map<string, number>()
    for (const { replaces } of own) {
      for (const { log, number } of Object.values(replaces).flatMap((ids) => ids.flatMap((id) => here.get(id) ?? []))) {
        seen.set(log, Math.max(number, seen.get(log) ?? 0))
      }
    }
    const saw = (other: Made) => (seen.get(other.log) ?? 0) >= other.number || sight(first, other)
    const repeated = new Set(
      known.filter(saw).flatMap(({ restates = {} }) => Object.values(restates).map(({ change }) => change)),
    )
    return others.some((other) => !repeated.has(other.id) && !saw(other))
  })
}
