import type { Kysely } from 'kysely'
import { addColumns } from './tableShape.ts'

/**
 * Schema 2 of the change log: the root of each change, so that what headquarters decides late about a case finds what it
 * concerns; how many changes of a package wait for an upgrade; and where a log falls back to an earlier schema.
 */
export async function growLog<T>(db: Kysely<T>): Promise<void> {
  await db.schema.alterTable('change').addColumn('root', 'text').execute()
  await db.schema.createIndex('change_root').on('change').column('root').execute()
  await db.schema
    .alterTable('change')
    .addColumn('fallen', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('local_stagedChange').addColumn('base', 'text').execute()
  for (const table of ['packageAccepted', 'receipt']) await addColumns(db, table, { waiting: 'integer' })
}
