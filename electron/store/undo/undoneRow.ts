import { isRowEntity, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import { countingAmong, type Headquarters, type Spoken, valuesSpoken } from '../../domain/log/spoken.ts'
import { type Undoing, undoingOf } from '../../domain/log/undoing.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { bySchema, inChain, leastOfProgram, puttingBack, type Said } from '../change/said.ts'

/** A row that an operation concerned which is undone now. */
export type UndoneRow = {
  readonly place: Pick<Said, 'entity' | 'id' | 'parent' | 'parentEntity'> & { readonly entity: RowEntity }
  /** The changes that are undone. */
  readonly done: ReadonlySet<string>
  /** The fields that they set, without the number: one that was given is never taken back (decisions.md 16). */
  readonly fields: readonly string[]
  readonly isMade: boolean
  /** All that make the row. */
  readonly makings: readonly KnownChange[]
  readonly spoken: ReadonlyMap<string, readonly Spoken<KnownChange>[]>
  readonly headquarters: Headquarters
}

/** What an undo leaves as it is: a field that somebody has changed meanwhile, or a whole record that others built on. */
export type Kept = {
  readonly entity: RowEntity
  readonly id: string
  /** null: the record stays, although it was made by what is undone. */
  readonly field: string | null
  /** Who has changed it, or built on it; null where nobody is known. */
  readonly by: string | null
}

export type UndoneResult = { readonly said: readonly Said[]; readonly kept: readonly Kept[] }

export function undoneRow(
  own: readonly KnownChange[],
  all: readonly KnownChange[],
  headquarters: Headquarters,
): UndoneRow | undefined {
  const [first] = own
  if (first === undefined || !isRowEntity(first.entity)) return undefined
  const { entity, entityId: id, parent, parentEntity } = first
  const numbered = rowNounOf(entity).numbered === true
  const fields = new Set(own.flatMap(({ set }) => Object.keys(set)))
  return {
    place: { entity, id, parent, ...(parentEntity !== undefined && { parentEntity }) },
    done: new Set(own.map((change) => change.id)),
    fields: [...fields].filter((field) => !(numbered && field === 'ordinal')),
    isMade: own.some(({ isNew }) => isNew),
    makings: countingAmong(all, headquarters).filter(({ isNew }) => isNew),
    spoken: valuesSpoken(all, headquarters),
    headquarters,
  }
}

/** Its fields get back what they had; where two values stood against each other, they do again. */
export function putBack(row: UndoneRow): UndoneResult {
  const undoings = row.fields.map((field) => ({ field, undoing: undoingIn(row, field) }))
  const kept = undoings.flatMap(({ field, undoing }): Kept[] =>
    'overtook' in undoing ? [{ ...keptOf(row), field, by: undoing.overtook?.by.author ?? null }] : [],
  )
  const back = undoings.flatMap(({ field, undoing }) => ('overtook' in undoing ? [] : [{ field, ...undoing }]))
  const most = Math.max(0, ...back.map((one) => Math.max(1, one.putBack.length)))
  const said = Array.from({ length: most }, (_, place) =>
    saidOf(
      row.place,
      back
        .filter(({ putBack: values }) => place < Math.max(1, values.length))
        .map((one) => ({
          ...{ field: one.field, replaces: one.replaces, value: one.putBack[place] },
        })),
    ),
  ).flat()
  return { said, kept }
}

export function undoingIn({ spoken, done, headquarters }: UndoneRow, field: string): Undoing<KnownChange> {
  return undoingOf(spoken.get(field) ?? [], done, headquarters)
}

export function keptOf({ place: { entity, id } }: UndoneRow): Pick<Kept, 'entity' | 'id'> {
  return { entity, id }
}

type Back = {
  readonly field: string
  readonly replaces: readonly string[]
  readonly value: Spoken<KnownChange> | undefined
}

/** One change that puts back one value of each of these fields; several where schemas or limits part them. */
function saidOf(place: UndoneRow['place'], back: readonly Back[]): readonly Said[] {
  const set = Object.fromEntries(back.map(({ field, value }) => [field, value?.value ?? null]))
  const standsFor = Object.fromEntries(
    back.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value.id]])),
  )
  return bySchema(place.entity, set, leastOfProgram)
    .map((some) => back.filter(({ field }) => Object.hasOwn(some, field)))
    .filter((some) => some.length > 0)
    .flatMap((some) => {
      const fields = some.map(({ field }) => field)
      return inChain({
        ...place,
        set: Object.fromEntries(some.map(({ field, value }) => [field, value?.value ?? null])),
        replaces: Object.fromEntries(some.map(({ field, replaces }) => [field, replaces])),
        ...puttingBack(standsFor, fields),
      })
    })
}
