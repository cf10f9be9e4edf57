import { like } from './like.ts'
import { type Row, toRow } from './rows.ts'
import type { ReadTx } from './transaction.ts'

export type VisitRow = Row<'visit'>

export type VisitFilter = {
  /** Looked for in the unit's name, the place and the number. */
  readonly text?: string | undefined
  readonly mode?: '明察' | '暗访' | undefined
  readonly limit: number
  /** The `next` of the page before. */
  readonly after?: string | undefined
}

export type VisitPage = {
  readonly rows: readonly VisitRow[]
  readonly total: number
  readonly next: string | undefined
}

/** Newest first (ids are UUIDv7), a page at a time, without the removed ones. */
export async function listVisits(tx: ReadTx, filter: VisitFilter): Promise<VisitPage> {
  const { total } = await matching(tx, filter)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let query = matching(tx, filter)
  if (filter.after !== undefined) query = query.where('visit.id', '<', filter.after)
  const found = await query
    .selectAll('visit')
    .orderBy('visit.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const rows = found.slice(0, filter.limit).map((row) => toRow('visit', row))
  return { rows, total: Number(total), next: found.length > filter.limit ? rows.at(-1)?.id : undefined }
}

function matching(tx: ReadTx, { text = '', mode }: VisitFilter) {
  return tx.db
    .selectFrom('visit')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .where((eb) => eb.or([eb('visit.removed', 'is', null), eb('visit.removed', '=', 0)]))
    .$if(mode !== undefined, (query) => query.where('visit.mode', '=', mode ?? ''))
    .$if(text.trim() !== '', (query) =>
      query.where((eb) =>
        eb.or([like(eb.ref('unit.name'), text), like(eb.ref('visit.place'), text), like(eb.ref('visit.number'), text)]),
      ),
    )
}
