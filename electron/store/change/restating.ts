import type { ChangeBody } from '../../contract/change.ts'
import { compareChanges, type Headquarters, replacedBy, type Spoken, valuesSpoken } from '../../domain/log/spoken.ts'
import { goesDown } from '../../domain/downward/told.ts'
import { standingOf } from '../../domain/log/standing.ts'
import { type KnownChange, loadAcceptedOf } from '../log/storedChange.ts'
import { loadGiven } from '../log/headquarters.ts'
import type { ReadTx } from '../database/transaction.ts'
import { bySchema, leastOfProgram, mostReplaced, type Said } from './said.ts'

/** What is there to be said again of a row: the values that changes have given its fields. */
export type Repeatable = {
  readonly spoken: ReadonlyMap<string, readonly Spoken<KnownChange>[]>
  readonly headquarters: Headquarters
  /** By field, the changes whose values the log has said already. */
  readonly said: ReadonlyMap<string, ReadonlySet<string>>
}

/** Of each of these rows, by its id. Throws unless the log is headquarters': nobody else speaks in the place of others. */
export async function loadRepeatable(
  tx: ReadTx,
  log: string,
  rows: readonly Pick<Said, 'entity' | 'id'>[],
): Promise<ReadonlyMap<string, Repeatable>> {
  const headquarters = (await loadGiven(tx)).headquartersLogs
  if (!headquarters.has(log)) throw new Error('only headquarters says rows again')
  const changes = Map.groupBy(
    await loadAcceptedOf(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ entityId }) => entityId,
  )
  return new Map(
    rows.map(({ entity, id }) => {
      const own = (changes.get(id) ?? []).filter((change) => change.entity === entity)
      const here = own.filter((change) => change.log === log)
      return [id, { spoken: valuesSpoken(own, headquarters), headquarters, said: saidBy(here) }]
    }),
  )
}

function saidBy(changes: readonly KnownChange[]): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>()
  for (const { id, set, restates } of changes) {
    for (const field of Object.keys(set)) {
      said.set(field, (said.get(field) ?? new Set()).add(restates?.[field]?.change ?? id))
    }
  }
  return said
}

type Place = Pick<Said, 'entity' | 'id' | 'parent' | 'parentEntity'>

/**
 * Says those of these fields of a row again that the log has not said, each in the place of the change whose value is shown: for a reader who has not got that
 * change. What it took the place of is named in full, since changes between the two may be missing there too.
 */
export function restatements(
  place: Place,
  fields: readonly string[],
  { spoken, headquarters, said }: Repeatable,
): readonly Said[] {
  const again = new Map<string, Repetition>()
  for (const field of fields) {
    const all = spoken.get(field) ?? []
    const shown = standingOf(all, headquarters).at(-1)
    if (shown === undefined || said.get(field)?.has(shown.id) === true) continue
    // Of a team's own record the team has all but what headquarters has corrected.
    if (!goesDown(place.entity) && !headquarters.has(shown.log)) continue
    again.set(field, { shown, replaces: overtakenBy(shown, all, headquarters) })
  }
  const set = Object.fromEntries([...again].map(([field, { shown }]) => [field, shown.value]))
  return bySchema(place.entity, set, leastOfProgram).flatMap((some) =>
    inParts(place, new Map([...again].filter(([field]) => Object.hasOwn(some, field)))),
  )
}

type Repetition = { readonly shown: Spoken<KnownChange>; readonly replaces: readonly string[] }

/** All that it replaces, near and far, but for those that fall to it anyway: earlier words of headquarters. */
function overtakenBy(
  shown: Spoken<KnownChange>,
  all: readonly Spoken<KnownChange>[],
  headquarters: Headquarters,
): readonly string[] {
  const known = new Map(all.map((value) => [value.id, value]))
  const falls = (id: string) => {
    const value = known.get(id)
    return (
      value !== undefined &&
      headquarters.has(shown.log) &&
      headquarters.has(value.log) &&
      compareChanges(value, shown) < 0
    )
  }
  return [...replacedBy([shown], all)].filter((id) => shown.replaces.includes(id) || !falls(id)).toSorted()
}

/** As several changes where one cannot name all that is replaced: they stand in one place, each with some of it. */
function inParts(place: Place, said: ReadonlyMap<string, Repetition>): readonly Said[] {
  if (said.size === 0) return []
  const fields = [...said]
  const restates: NonNullable<ChangeBody['restates']> = Object.fromEntries(
    fields.map(
      ([
        field,
        {
          shown: { id: change, clock, log },
        },
      ]) => [field, { change, clock, log }],
    ),
  )
  const left = fields.flatMap(([field, { shown, replaces }]): [string, Repetition][] =>
    replaces.length > mostReplaced ? [[field, { shown, replaces: replaces.slice(mostReplaced) }]] : [],
  )
  return [
    {
      ...place,
      set: Object.fromEntries(fields.map(([field, { shown }]) => [field, shown.value])),
      replaces: Object.fromEntries(fields.map(([field, { replaces }]) => [field, replaces.slice(0, mostReplaced)])),
      restates,
    },
    ...inParts(place, new Map(left)),
  ]
}
