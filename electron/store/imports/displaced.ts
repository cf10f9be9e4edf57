import { isEventEntity, isRowEntity, nounOf } from '../../contract/catalogue/catalogue.ts'
import { firstChange, type FoldedRow, undisputedChange } from '../../domain/log/merge.ts'
import { type Headquarters, valuesSpoken } from '../../domain/log/spoken.ts'
import { standingOf } from '../../domain/log/standing.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { fieldNames } from '../database/values.ts'

/** A row or event that is shown now and that an import would take away, move, or show otherwise. */
export type Displaced = {
  readonly entity: string
  readonly id: string
  /**
   * gone: no longer shown, or shown as removed; moved: under another parent; overruled: another log's word is shown in the
   * place of its maker's.
   */
  readonly how: 'gone' | 'moved' | 'overruled'
  /** Whose it was: log and author (undefined: sealed) of the change that made it. */
  readonly log: string
  readonly author: string | undefined
  /** The log whose change does it. */
  readonly by: string
}

/** undefined: nothing is displaced. */
export function findDisplaced(folding: Folding): Displaced | undefined {
  const { known, accepted } = folding
  const [first] = known
  if (first === undefined) return undefined
  const maker = firstChange(known.filter(({ isNew }) => isNew)) ?? first
  const found = isRowEntity(first.entity) ? displacedRow(folding, maker) : displacedEvent(known, accepted)
  if (found === undefined || found.by === maker.log) return undefined
  const { entity, entityId: id, log, author } = maker
  return { entity, id, ...found, log, author }
}

type Found = Pick<Displaced, 'how' | 'by'>

function displacedEvent(known: readonly KnownChange[], accepted: readonly KnownChange[]): Found | undefined {
  const [first] = known
  if (first === undefined || !isEventEntity(first.entity)) return undefined
  const count = nounOf(first.entity).headquartersOnly === true ? firstChange : undisputedChange
  const shown = count(known)
  const then = count([...known, ...accepted])
  if (shown === undefined || then?.id === shown.id) return undefined
  const other = accepted.find(({ log }) => log !== shown.log)?.log ?? shown.log
  return then === undefined ? { how: 'gone', by: other } : { how: 'overruled', by: then.log }
}

export type Folding = {
  /** What counts of one row or event now, and what would count besides. */
  readonly known: readonly KnownChange[]
  readonly accepted: readonly KnownChange[]
  readonly headquarters: Headquarters
  /** Of a row: as it is shown, and as it would be. */
  readonly shown: FoldedRow | undefined
  readonly coming: FoldedRow | undefined
}

function displacedRow(
  { known, accepted, headquarters, shown, coming }: Folding,
  maker: KnownChange,
): Found | undefined {
  const fields = fieldNames(maker.entity)
  if (shown === undefined || coming === undefined) return undefined
  const differing = fields.filter((field) => shown.values[field] !== coming.values[field])
  if (differing.length === 0 && shown.parent === coming.parent) return undefined
  const spoken = valuesSpoken([...known, ...accepted], headquarters)
  // The log whose value is shown: of the highest head.
  const speaks = (field: string) => standingOf(spoken.get(field) ?? [], headquarters).at(-1)?.log ?? maker.log
  if (differing.includes('removed') && coming.values['removed'] === true) return { how: 'gone', by: speaks('removed') }
  if (shown.parent !== coming.parent) {
    return { how: 'moved', by: accepted.find(({ parent }) => parent === coming.parent)?.log ?? maker.log }
  }
  const overruled = differing.find((field) => speaks(field) !== maker.log)
  return overruled === undefined ? undefined : { how: 'overruled', by: speaks(overruled) }
}
