import { type Entity, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { isParallel } from '../../domain/log/parallel.ts'
import { type FoldedRow, foldRow } from '../../domain/log/merge.ts'
import { fieldNames } from '../database/values.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { type Displaced, findDisplaced } from './displaced.ts'
import type { Looking } from './stagedEntities.ts'

/**
 * conflict: two values of a field begin to stand against each other; displaced: what another made is taken away or moved, or
 * another's word is shown in its place; parallel: both sides edited it without knowing of each other, and nothing stands
 * against anything; the rest is plain.
 */
export const rowKinds = ['conflict', 'displaced', 'parallel', 'updated', 'added'] as const
export type RowKind = (typeof rowKinds)[number]

/** One row or event of a package, with what accepting would do to it. */
export type PlannedRow = {
  readonly entity: Entity
  readonly id: string
  readonly kind: RowKind
  readonly displaced: Displaced | undefined
  readonly isHere: boolean
  /** As shown now, and as it would be; of an event, and of what is not here yet, there is nothing now. */
  readonly before: FoldedRow | undefined
  readonly after: FoldedRow | undefined
  /** What comes of it, in the order of the package. */
  readonly accepted: readonly KnownChange[]
}

/** By row and event: `known` counts now, `accepted` would count besides. */
export function plannedRows(
  known: readonly KnownChange[],
  accepted: readonly KnownChange[],
  looking: Pick<Looking, 'trust' | 'sight'>,
): readonly PlannedRow[] {
  const before = Map.groupBy(known, nameOf)
  return [...Map.groupBy(accepted, nameOf)].flatMap(([name, changes]) => {
    const [first] = changes
    return first === undefined ? [] : [planned(first, { known: before.get(name) ?? [], accepted: changes }, looking)]
  })
}

type Changes = { readonly known: readonly KnownChange[]; readonly accepted: readonly KnownChange[] }

function planned(
  { entity, entityId: id }: KnownChange,
  { known, accepted }: Changes,
  { trust, sight }: Pick<Looking, 'trust' | 'sight'>,
): PlannedRow {
  const { headquartersLogs } = trust.state
  const row = { entity, id, accepted, isHere: known.length > 0 }
  const about = { known, accepted, headquarters: headquartersLogs }
  if (!isRowEntity(entity)) {
    const displaced = findDisplaced({ ...about, shown: undefined, coming: undefined })
    const kind = displaced !== undefined ? 'displaced' : known.length === 0 ? 'added' : 'updated'
    return { ...row, kind, displaced, before: undefined, after: undefined }
  }
  const fields = fieldNames(entity)
  const before = known.length === 0 ? undefined : foldRow(fields, known, headquartersLogs)
  const after = foldRow(fields, [...known, ...accepted], headquartersLogs)
  const displaced = findDisplaced({ ...about, shown: before, coming: after })
  const conflicts = after?.conflicted === true && before?.conflicted !== true
  const kind = (): RowKind => {
    if (conflicts) return 'conflict'
    if (displaced !== undefined && displaced.how !== 'overruled') return 'displaced'
    if (known.length === 0) return 'added'
    if (isParallel(known, accepted, sight)) return 'parallel'
    return displaced === undefined ? 'updated' : 'displaced'
  }
  return { ...row, kind: kind(), displaced, before, after }
}

function nameOf({ entity, entityId }: KnownChange): string {
  return `${entity} ${entityId}`
}
