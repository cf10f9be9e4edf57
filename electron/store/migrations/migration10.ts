import { type Kysely, sql } from 'kysely'

/** Changes that say others again, found by their rows: whoever folds such a row looks at all its changes. */
export async function markRestatements<T>(db: Kysely<T>): Promise<void> {
  await db.schema
    .alterTable('change')
    .addColumn('restates', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('change_restates')
    .on('change')
    .column('entityId')
    .where(sql.ref('restates'), '=', sql.lit(1))
    .execute()
}
