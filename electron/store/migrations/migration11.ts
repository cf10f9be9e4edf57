import type { Kysely } from 'kysely'
import { countedKey, strictTable } from '../database/schema.ts'

/** What each person did last in this workspace, and the changes of one such operation: what undo reaches back to. */
export async function nameOperations<T>(db: Kysely<T>): Promise<void> {
  await db.schema.createIndex('change_operation').on('change').columns(['log', 'operation']).execute()
  await strictTable(db, 'local_operation')
    .addColumn('seq', 'integer', countedKey)
    .addColumn('operation', 'text', (column) => column.notNull().unique())
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('verb', 'text', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('entityId', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('undoes', 'text')
    .execute()
  await db.schema
    .createIndex('local_operation_person')
    .on('local_operation')
    .columns(['person', 'log', 'seq'])
    .execute()
}
