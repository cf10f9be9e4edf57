import fc from 'fast-check'
import { foldRow } from '../../electron/domain/log/merge.ts'
import { replacedBy, type RowChange, valuesSpoken } from '../../electron/domain/log/spoken.ts'
import { standingOf } from '../../electron/domain/log/standing.ts'

export const fields = ['title', 'fact', 'ordinal'] as const

export function change(id: string, clock: number, set: RowChange['set'], more: Partial<RowChange> = {}): RowChange {
  const text = `${String(clock).padStart(13, '0')}-0000`
  return { id, clock: text, log: 'log-1', parent: undefined, set, replaces: {}, ...more }
}

export const nobody: ReadonlySet<string> = new Set()

export function fold(changes: readonly RowChange[], headquarters = nobody) {
  return foldRow(fields, changes, headquarters)
}

/** Logs 0 and 1 are headquarters', where the property asks for it; 2 and 3 are teams'. */
export const headquarters: ReadonlySet<string> = new Set(['log-0', 'log-1'])

type Drawn = {
  readonly log: number
  readonly clock: number
  readonly sets: readonly (typeof fields)[number][]
  readonly value: number
  readonly replaced: readonly number[]
  readonly direct: boolean
  readonly again: boolean
  readonly back: boolean
}

/**
 * Histories as replicas could write them: each change replaces some earlier heads of the fields it sets, and headquarters says
 * now and then again what stands there, as `restating.ts` does. Some changes are taken back.
 */
export const histories = fc
  .array(
    fc.record({
      log: fc.nat(3),
      clock: fc.nat(5),
      sets: fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1 }),
      value: fc.nat(2),
      replaced: fc.array(fc.nat(20), { maxLength: 3 }),
      direct: fc.boolean(),
      again: fc.boolean(),
      back: fc.constantFrom(true, false, false, false, false, false),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => {
    const changes: RowChange[] = []
    for (const [place, one] of drawn.entries()) changes.push(written(one, place, changes))
    return changes
  })

function written(one: Drawn, place: number, before: readonly RowChange[]): RowChange {
  const id = `c${String(place).padStart(2, '0')}`
  const { log, clock, sets, value, back: takenBack } = one
  const more = { log: `log-${log}`, ...(takenBack && { takenBack }) }
  if (one.again && headquarters.has(more.log)) {
    const said = sets.flatMap((field) => sayAgain(field, before))
    const set = Object.fromEntries(said.map(({ field, value: again }) => [field, again]))
    const replaces = Object.fromEntries(said.map((some) => [some.field, some.replaces]))
    const restates = Object.fromEntries(said.map((some) => [some.field, some.restated]))
    if (said.length > 0) return change(id, clock, set, { ...more, replaces, restates })
  }
  const heads = fold(before, headquarters)?.heads
  const earlier = one.replaced.flatMap((other) => before[other]?.id ?? [])
  const ids = (field: string) => (one.direct ? (heads?.[field] ?? []) : [...new Set(earlier)])
  const set = Object.fromEntries(sets.map((field) => [field, value]))
  return change(id, clock, set, { ...more, replaces: Object.fromEntries(sets.map((field) => [field, ids(field)])) })
}

export function sayAgain(field: string, before: readonly RowChange[]) {
  const spoken = valuesSpoken(before, headquarters).get(field) ?? []
  const shown = standingOf(spoken, headquarters).at(-1)
  if (shown === undefined) return []
  const restated = { change: shown.id, clock: shown.clock, log: shown.log }
  return [{ field, value: shown.value, restated, replaces: [...replacedBy([shown], spoken)] }]
}
