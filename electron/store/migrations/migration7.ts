import type { Kysely } from 'kysely'
import { strictTable } from '../database/schema.ts'

/** Rows with so many changes that an import makes them anew once, at its end, whatever ended it before. */
export async function nameDueRows<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_dueRow')
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('local_dueRow_key', ['entity', 'id'])
    .execute()
}
