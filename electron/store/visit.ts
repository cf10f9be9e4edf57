import { type Expression, sql } from 'kysely'
import { type Row, toRow } from './rows.ts'
import type { ReadTx } from './transaction.ts'

export type VisitRow = Row<'visit'>

/** Newest first, without the removed ones; `text` is looked for in the unit's name, the place and the number. */
export async function listVisits(
  tx: ReadTx,
  wanted: { readonly text?: string | undefined; readonly limit: number },
): Promise<readonly VisitRow[]> {
  const text = wanted.text?.trim() ?? ''
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await tx.db
    .selectFrom('visit')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .selectAll('visit')
    .where((eb) => eb.or([eb('visit.removed', 'is', null), eb('visit.removed', '=', 0)]))
    .$if(text !== '', (query) =>
      query.where((eb) =>
        eb.or([
          like(eb.ref('unit.name'), pattern),
          like(eb.ref('visit.place'), pattern),
          like(eb.ref('visit.number'), pattern),
        ]),
      ),
    )
    .orderBy('visit.id', 'desc')
    .limit(wanted.limit)
    .execute()
  return rows.map((row) => toRow('visit', row))
}

/** Standard SQL: the pattern's own signs are escaped with a backslash. */
function like(column: Expression<string | null>, pattern: string) {
  return sql<boolean>`${column} like ${pattern} escape '\\'`
}
