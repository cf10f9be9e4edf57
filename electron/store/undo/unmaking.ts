import { entities, isRowEntity, parentsOf } from '../../contract/catalogue/catalogue.ts'
import { standingOf } from '../../domain/log/standing.ts'
import { isPresent } from '../database/present.ts'
import { atMost, listed, query } from '../database/query.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { keptOf, undoingIn, type UndoneResult, type UndoneRow } from './undoneRow.ts'

/**
 * A record that was made is removed, and with it what stands under it: only itself says so. It stays where somebody else has
 * made it too, has changed it since, or has put something under it.
 */
export async function unmake(tx: ReadTx, row: UndoneRow, made: ReadonlySet<string>): Promise<UndoneResult> {
  const { place, spoken, headquarters } = row
  if (place.parent !== undefined && made.has(place.parent)) return { said: [], kept: [] }
  const builtOn = rivalOf(row) ?? changedBy(row) ?? (await putUnder(tx, row, made))
  if (builtOn !== undefined) return { said: [], kept: [{ ...keptOf(row), field: null, by: builtOn.by }] }
  const headsOf = (field: string) => standingOf(spoken.get(field) ?? [], headquarters).map(({ id }) => id)
  const replaces = { removed: headsOf('removed'), removedReason: headsOf('removedReason') }
  return { said: [{ ...place, set: { removed: true, removedReason: '撤销新建' }, replaces }], kept: [] }
}

type Builder = { readonly by: string | null }

function rivalOf({ makings, done }: UndoneRow): Builder | undefined {
  const rival = makings.find(({ id }) => !done.has(id))
  return rival === undefined ? undefined : { by: rival.author ?? null }
}

function changedBy(row: UndoneRow): Builder | undefined {
  for (const [field, spoken] of row.spoken) {
    if (!spoken.some(({ id }) => row.done.has(id))) return { by: spoken.at(-1)?.by.author ?? null }
    const undoing = undoingIn(row, field)
    if ('overtook' in undoing) return { by: undoing.overtook?.by.author ?? null }
  }
  return undefined
}

/** Who has made something that stands under it now; what the same operation made goes with it. */
async function putUnder(tx: ReadTx, { place }: UndoneRow, made: ReadonlySet<string>): Promise<Builder | undefined> {
  for (const entity of entities.filter((noun) => parentsOf(noun).includes(place.entity))) {
    const children = await tx.catalogue
      .selectFrom(entity)
      .select('id')
      .where('parent', '=', place.id)
      .$if(isRowEntity(entity), (select) => select.where(isPresent('removed')))
      .execute()
    for (const part of inParts(children.map(({ id }) => id).filter((id) => !made.has(id)))) {
      const [making] = await tx.run(selectMakings, { ids: part })
      if (making !== undefined) return { by: making.author }
    }
  }
  return undefined
}

const selectMakings = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('author')
    .where('entityId', 'in', listed(at.ids))
    .where('isNew', '=', 1)
    .where('included', '=', 1)
    .limit(atMost(1))
    .compile(),
)
