import { entities, type Entity, hasSeveralParents, isRowEntity, parentsOf } from '../../contract/catalogue/catalogue.ts'
import { listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The row at the top of a case. */
export type Root = { readonly entity: Entity; readonly id: string }

type Standing = {
  readonly entity: Entity
  readonly parent: string | undefined
  readonly parentEntity?: string | undefined
}
type Placed = Standing & { readonly id: string }

/**
 * The root of each row or event, by its id: a generation of parents at a time. One whose parent is not here is under that
 * parent as far as can be told.
 */
export async function rootsOf(tx: ReadTx, placed: readonly Placed[]): Promise<ReadonlyMap<string, Root>> {
  const here = new Map(placed.map((place) => [place.id, place]))
  const known = new Map<string, Placed>(here)
  let above = parentsOfAll(placed).filter(({ id }) => !known.has(id))
  while (above.length > 0) {
    const found = await loadPlaces(tx, above)
    for (const place of found) known.set(place.id, place)
    above = parentsOfAll(found).filter(({ id }) => !known.has(id))
  }
  return new Map(placed.map((place) => [place.id, climb(place, known)]))
}

function climb(place: Placed, known: ReadonlyMap<string, Placed>): Root {
  const seen = new Set<string>()
  let at: Placed = place
  for (let parent = parentOf(at); parent !== undefined && !seen.has(at.id); parent = parentOf(at)) {
    seen.add(at.id)
    at = known.get(parent.id) ?? { ...parent, parent: undefined }
  }
  return { entity: at.entity, id: at.id }
}

/** What it stands under, as it says itself. */
export function parentOf({ entity, parent, parentEntity }: Standing): Root | undefined {
  if (parent === undefined) return undefined
  const named = parentsOf(entity).find((noun) => noun === parentEntity) ?? parentsOf(entity)[0]
  return named === undefined ? undefined : { entity: named, id: parent }
}

function parentsOfAll(places: readonly Placed[]): readonly Root[] {
  // What stands alone needs no look at its table.
  return places.flatMap((place) => {
    const parent = parentOf(place)
    return parent === undefined || parentsOf(parent.entity).length === 0 ? [] : [parent]
  })
}

/** Where rows and events stand, a statement a noun; what is not here is left out. */
export async function loadPlaces(tx: ReadTx, wanted: readonly Root[]): Promise<readonly Placed[]> {
  const found: Placed[] = []
  for (const [entity, some] of Map.groupBy(wanted, (one) => one.entity)) {
    const select = selectPlaces.get(entity)
    if (select === undefined) continue
    for (const { id, parent, parentEntity } of await tx.run(select, { ids: some.map((one) => one.id) })) {
      found.push({ entity, id, parent: parent ?? undefined, parentEntity: parentEntity ?? undefined })
    }
  }
  return found
}

type Place = { readonly id: string; readonly parent: string | null; readonly parentEntity?: string | null }
const selectPlaces = new Map(
  entities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly ids: readonly string[] }) =>
      catalogue
        .selectFrom<Entity>(entity)
        .select(isRowEntity(entity) && hasSeveralParents(entity) ? ['id', 'parent', 'parentEntity'] : ['id', 'parent'])
        .$castTo<Place>()
        .where('id', 'in', listed(at.ids))
        .compile(),
    ),
  ]),
)
