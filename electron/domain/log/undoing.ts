import { type Headquarters, replacedBy, type RowChange, type Spoken } from './spoken.ts'
import { putBackBy, standingOf } from './standing.ts'

/**
 * What an undo does to one field: `replaces`, what now stands for what was done; `putBack`, what that took the place of,
 * each to be said by a change of its own; none where the field had no value. Or it stays, because of what `overtook` it, or
 * because what was there before is here no longer.
 */
export type Undoing<C extends RowChange> =
  | { readonly replaces: readonly string[]; readonly putBack: readonly Spoken<C>[] }
  | { readonly overtook: Spoken<C> | undefined }

/**
 * `spoken`: all values of the field; `done`: the changes of the operation. Its values can be taken back where nobody else has
 * replaced them: then they stand themselves, or what was done upon them has been undone, and an undo stands for them.
 */
export function undoingOf<C extends RowChange>(
  spoken: readonly Spoken<C>[],
  done: ReadonlySet<string>,
  headquarters: Headquarters,
): Undoing<C> {
  const own = spoken.filter(({ id }) => done.has(id))
  const replacedByOwn = new Set(own.flatMap(({ replaces }) => replaces))
  const last = own.filter(({ id }) => !replacedByOwn.has(id))
  const standIns = last.map((value) => standInsOf(value, spoken))
  if (standIns.some((some) => some.length === 0)) {
    return { overtook: standingOf(spoken, headquarters).at(-1) }
  }
  const wanted = [...replacedByOwn].filter((id) => !done.has(id))
  const putBack = spoken.filter(({ id }) => wanted.includes(id))
  if (wanted.length > 0 && putBack.length === 0) return { overtook: undefined }
  return { replaces: [...new Set(standIns.flat().map(({ id }) => id))], putBack }
}

/** What says this value now that nothing replaces: the value itself, or undos that put it back, but for fallen ones. */
function standInsOf<C extends RowChange>(value: Spoken<C>, spoken: readonly Spoken<C>[]): readonly Spoken<C>[] {
  const replaced = new Set(spoken.flatMap(({ replaces }) => replaces))
  if (!replaced.has(value.id)) return [value]
  const known = new Map(spoken.map((one) => [one.id, one]))
  const undos = spoken.filter((one) => !replaced.has(one.id) && putBackBy(one, known).includes(value.id))
  const seen = replacedBy(undos, spoken)
  const isOvertaken = spoken.some(({ id, replaces }) => !seen.has(id) && replaces.includes(value.id))
  return isOvertaken ? [] : undos
}
