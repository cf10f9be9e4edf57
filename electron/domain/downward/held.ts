/**
 * How far a party has its channel (decisions.md 80): as far as packages reach whose acceptance stands in its own log. What was sent
 * beyond that may have been lost, and goes again.
 */

/** A package that was written for the party, with the numbers of the channel that it carried. */
export type SentRange = {
  readonly name: string
  readonly serial: number
  readonly from: number
  readonly to: number
  readonly at: string
  /** Handed over, as far as is known here. */
  readonly isOut: boolean
}

export type Held = {
  /** All up to this number is there. */
  readonly upTo: number
  /** Serials of packages beyond it that the party had not taken in when it was last heard of. */
  readonly unconfirmed: readonly number[]
}

export type Channel = {
  /** When the party's own word last came in. */
  readonly heardAt: string | undefined
  /** Not one that goes on from another: the party had it with its enrolment. */
  readonly begunByAnswer: boolean
}

export function heldOf(
  sent: readonly SentRange[],
  accepted: ReadonlySet<string>,
  { heardAt, begunByAnswer }: Channel,
): Held {
  const confirmed = sent.filter(({ name }) => accepted.has(name))
  const upTo = reach([...confirmed, ...(begunByAnswer ? shortestAnswer(sent) : [])])
  const open = sent.filter(
    ({ name, to, at, isOut }) => isOut && !accepted.has(name) && to > upTo && heardAt !== undefined && at < heardAt,
  )
  return { upTo, unconfirmed: open.map(({ serial }) => serial).toSorted((a, b) => a - b) }
}

/**
 * Whoever can read a package at all has taken in an answer, and each of those begins with the first change: so the shortest of
 * what begins there is held even before a word comes back.
 */
function shortestAnswer(sent: readonly SentRange[]): readonly SentRange[] {
  return sent
    .filter(({ from }) => from === 1)
    .toSorted((a, b) => a.to - b.to)
    .slice(0, 1)
}

function reach(ranges: readonly SentRange[]): number {
  let upTo = 0
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from <= upTo + 1) upTo = Math.max(upTo, to)
  }
  return upTo
}
