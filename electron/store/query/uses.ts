import type { JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import { isPresent } from '../database/present.ts'
import type { ReadTx } from '../database/transaction.ts'

export type Uses = { readonly id: string; readonly visits: number; readonly papers: number }

/** In how many visits these are named, and on how many frozen papers those visits or lines stand. */
export async function countUses(tx: ReadTx, noun: JoinedEntity, ids: readonly string[]): Promise<readonly Uses[]> {
  const visits = await (noun === 'unit' ? visitsAt(tx, ids) : visitsOf(tx, ids))
  const papers = await papersNaming(tx, ids)
  return ids.map((id) => ({ id, visits: visits.get(id) ?? 0, papers: papers.get(id) ?? 0 }))
}

type Counted = ReadonlyMap<string | null, number>

async function visitsAt(tx: ReadTx, ids: readonly string[]): Promise<Counted> {
  const rows = await tx.db
    .selectFrom('visit')
    .select((eb) => ['unit', eb.fn.countAll<number>().as('count')])
    .where('unit', 'in', ids)
    .where(isPresent('removed'))
    .groupBy('unit')
    .execute()
  return new Map(rows.map(({ unit, count }) => [unit, Number(count)]))
}

async function visitsOf(tx: ReadTx, ids: readonly string[]): Promise<Counted> {
  const rows = await tx.db
    .selectFrom('visitInspector')
    .select((eb) => ['person', eb.fn.countAll<number>().as('count')])
    .where('person', 'in', ids)
    .where(isPresent('removed'))
    .groupBy('person')
    .execute()
  return new Map(rows.map(({ person, count }) => [person, Number(count)]))
}

/** Papers whose standing version printed the row. */
async function papersNaming(tx: ReadTx, ids: readonly string[]): Promise<Counted> {
  const rows = await tx.db
    .selectFrom('local_printedRow')
    .select((eb) => ['id', eb.fn.countAll<number>().as('count')])
    .where('id', 'in', ids)
    .groupBy('id')
    .execute()
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}
