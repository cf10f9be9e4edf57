import type { PlainValue } from '../../contract/change.ts'

/** The values that changes give the fields of one row, each where it stands among the others (decisions.md 80 and 95). */

export type RowChange = {
  readonly id: string
  readonly clock: string
  readonly log: string
  readonly parent: string | undefined
  /** The parent's noun, where it is not the first of the catalogue. */
  readonly parentEntity?: string | undefined
  /** It makes the row: where it stands comes from it, whatever clock an edit claims. */
  readonly isNew?: boolean | undefined
  readonly set: Readonly<Record<string, PlainValue>>
  readonly replaces: Readonly<Record<string, readonly string[]>>
  /** Per field the change that is said again here. It holds in a log of headquarters; any other log says what it says. */
  readonly restates?: Readonly<Record<string, Restated>> | undefined
  /** Per field the change whose value is put back here: of an undo (decisions.md 96). */
  readonly standsFor?: Readonly<Record<string, string>> | undefined
  /** Declined or withdrawn: it does not count, and neither does who says it again. */
  readonly takenBack?: boolean | undefined
}

/** A change that another one repeats, with its place in the order of changes. */
export type Restated = { readonly change: string; readonly clock: string; readonly log: string }

/** The logs of headquarters: many logs, one writer. */
export type Headquarters = ReadonlySet<string>

/** By clock, then log, then id: the same order on every replica. */
export function compareChanges(a: Ordered, b: Ordered): number {
  return compareText(a.clock, b.clock) || compareText(a.log, b.log) || compareText(a.id, b.id)
}
export type Ordered = Pick<RowChange, 'id' | 'clock' | 'log'>

/** A value in its place: id, clock and log are of the change that said it first; of an undo, clock and log of what it puts back. */
export type Spoken<C extends RowChange> = Ordered & {
  readonly value: PlainValue
  /** The change that says it: the first where it counts here, else one that says it again. */
  readonly by: C
  /** What it takes the place of, by the word of all who say it. */
  readonly replaces: readonly string[]
  /** Of an undo: the value that it puts back. It is not among the values only where it was taken back. */
  readonly standsFor?: string | undefined
}

/** What a change says again, as far as that holds: only headquarters speaks in the place of others. */
export function restatesOf({ log, restates }: RowChange, headquarters: Headquarters): RowChange['restates'] {
  return headquarters.has(log) ? restates : undefined
}

/** Without what was taken back, also where it is said again. */
export function countingAmong<C extends RowChange>(changes: readonly C[], headquarters: Headquarters): readonly C[] {
  const takenBack = takenBackAmong(changes)
  if (takenBack.size === 0) return changes
  return changes.flatMap((change) => {
    if (takenBack.has(change.id)) return []
    const restates = restatesOf(change, headquarters)
    if (restates === undefined) return [change]
    const left = Object.entries(change.set).filter(([field]) => !takenBack.has(restates[field]?.change ?? ''))
    return left.length === 0 ? [] : [{ ...change, set: Object.fromEntries(left) }]
  })
}

function takenBackAmong(changes: readonly RowChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap((change) => (change.takenBack === true ? [change.id] : [])))
}

/**
 * Per field all its values, in the order of their places. A change and whoever says it again are one value: it is said as the
 * change says it where that counts here, replaces what either replaces, and falls to whatever replaces either.
 */
export function valuesSpoken<C extends RowChange>(
  changes: readonly C[],
  headquarters: Headquarters,
): ReadonlyMap<string, readonly Spoken<C>[]> {
  const fields = new Map<string, FieldSpoken<C>>()
  const repeated: C[] = []
  for (const change of countingAmong(changes, headquarters).toSorted(compareChanges)) {
    const restates = restatesOf(change, headquarters)
    if (restates !== undefined) repeated.push(change)
    for (const field of Object.keys(change.set)) {
      if (restates?.[field] === undefined) speak(fields, field, change)
    }
  }
  for (const change of repeated) {
    for (const [field, restated] of Object.entries(change.restates ?? {})) {
      if (Object.hasOwn(change.set, field)) speak(fields, field, change, restated)
    }
  }
  const takenBack = takenBackAmong(changes)
  return new Map([...fields].map(([name, spoken]) => [name, inOrder({ ...spoken, name, takenBack })]))
}

type FieldSpoken<C extends RowChange> = {
  readonly values: Map<string, Spoken<C> & { readonly replaces: string[] }>
  /** Of each change that says another again, that other. */
  readonly repeats: Map<string, string>
}

function speak<C extends RowChange>(
  fields: Map<string, FieldSpoken<C>>,
  field: string,
  change: C,
  restated?: Restated,
): void {
  const spoken: FieldSpoken<C> = fields.get(field) ?? { values: new Map(), repeats: new Map() }
  fields.set(field, spoken)
  const { id, clock, log, set, replaces } = change
  const place = restated === undefined ? { id, clock, log } : { ...restated, id: restated.change }
  if (restated !== undefined) spoken.repeats.set(id, restated.change)
  const known = spoken.values.get(place.id)
  if (known !== undefined) known.replaces.push(...(replaces[field] ?? []))
  else {
    const value = { id: place.id, clock: place.clock, log: place.log, value: set[field] ?? null, by: change }
    spoken.values.set(place.id, { ...value, replaces: [...(replaces[field] ?? [])] })
  }
}

type WholeField<C extends RowChange> = FieldSpoken<C> & {
  readonly name: string
  readonly takenBack: ReadonlySet<string>
}

function inOrder<C extends RowChange>(field: WholeField<C>): readonly Spoken<C>[] {
  const { values, repeats } = field
  return [...values.values()]
    .map((value) => ({
      ...value,
      ...placeOf(value, field),
      replaces: value.replaces.map((id) => repeats.get(id) ?? id).filter((id) => id !== value.id),
    }))
    .toSorted(compareChanges)
}

/**
 * An undo has the place of the value that it puts back, so that all is as it was before. Where that value is not known, or is
 * another, the change is an edit like any other.
 */
function placeOf<C extends RowChange>(value: Spoken<C>, field: WholeField<C>): Partial<Spoken<C>> {
  const { name, values, repeats, takenBack } = field
  const claimed = value.by.standsFor?.[name]
  if (claimed === undefined) return {}
  if (takenBack.has(claimed)) return { standsFor: claimed }
  const before = values.get(repeats.get(claimed) ?? claimed)
  if (before === undefined || before.value !== value.value) return {}
  const { clock, log } = before
  return { clock, log, ...placeOf(before, field), standsFor: before.id }
}

/** Ids of all that these values replace, and what those replace in turn. */
export function replacedBy<C extends RowChange>(
  values: readonly Spoken<C>[],
  spoken: readonly Spoken<C>[],
): ReadonlySet<string> {
  const known = new Map(spoken.map((value) => [value.id, value]))
  const found = new Set<string>()
  const open = values.flatMap(({ replaces }) => replaces)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(known.get(id)?.replaces ?? []))
  }
  return found
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
