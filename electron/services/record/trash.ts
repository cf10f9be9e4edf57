import { isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { parentOf } from '../../store/change/root.ts'
import { listRemoved } from '../../store/query/removed.ts'
import { findRow, getRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { type Draft, reading, writing } from '../host/procedure.ts'
import { namesIn } from './recordName.ts'

/** 回收站: what was removed in the last days, and how it comes back. */

const days = 30
const mostListed = 500

const list = reading.trash.list.handler(async ({ context: { tx, host } }) => {
  const since = new Date(host.now() - days * 86_400_000).toISOString()
  const rows = await listRemoved(tx, { since, limit: mostListed })
  const names = namesIn(tx)
  const removed = rows.map(async ({ entity, id, reason, at, by }) => {
    const [above] = await removedAbove(tx, { entity, id })
    const under = above === undefined ? null : { ...above, words: await names.callOf(above) }
    const words = await names.callOf({ entity, id })
    return {
      entity,
      id,
      words,
      title: await names.titleOf({ entity, id }),
      reason,
      at,
      by: await names.authorOf(by),
      under,
    }
  })
  return { removed: await Promise.all(removed), days }
})

const restore = writing.trash.restore.handler(async ({ input, context: { tx, record } }) => {
  const { entity, id, withAbove } = input
  if (!isRowEntity(entity)) throw new Problem('record.notFound', {})
  await getRow(tx, entity, id)
  const names = namesIn(tx)
  const words = await names.callOf({ entity, id })
  const above = await removedAbove(tx, { entity, id })
  const [first] = above
  if (first !== undefined && !withAbove) {
    throw new Problem('trash.underRemoved', { record: words, above: await names.callOf(first) })
  }
  // The record first: the operation is called by it.
  await record([{ entity, id }, ...above].map(broughtBack))
  return { words }
})

export const trash = { list, restore }

type Place = { readonly entity: RowEntity; readonly id: string }

/** What it stands under, near and far, as far as that was removed. */
async function removedAbove(tx: ReadTx, { entity, id }: Place): Promise<readonly Place[]> {
  const row = await findRow(tx, entity, id)
  const above =
    row && parentOf({ entity, parent: row.parent ?? undefined, parentEntity: row.parentEntity ?? undefined })
  if (above === undefined || !isRowEntity(above.entity)) return []
  const place = { entity: above.entity, id: above.id }
  const isRemoved = (await findRow(tx, place.entity, place.id))?.removed === true
  return [...(isRemoved ? [place] : []), ...(await removedAbove(tx, place))]
}

function broughtBack({ entity, id }: Place): Draft {
  return { entity, id, set: { removed: null, removedReason: null } }
}
