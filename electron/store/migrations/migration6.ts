import type { Kysely } from 'kysely'
import { strictTable } from '../database/schema.ts'

/** Where each document stands, noted at the writes that change it, and the rows that its standing version printed. */
export async function noteDocuments<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_document')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer')
    .addColumn('signers', 'integer', (column) => column.notNull())
    .addColumn('signed', 'integer', (column) => column.notNull())
    .addColumn('waitsFor', 'text', (column) => column.notNull())
    .addColumn('changed', 'text', (column) => column.notNull())
    .execute()
  await strictTable(db, 'local_printedRow')
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('local_printedRow_key', ['document', 'id'])
    .execute()
  await db.schema.createIndex('local_printedRow_id').on('local_printedRow').column('id').execute()
}
