import { type Kysely, sql } from 'kysely'
import { strictTable } from '../database/schema.ts'

/** Of each channel what it speaks of, how far that has been said, and what waits. */
export async function noteChannels<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_downward')
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('said', 'text')
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('due', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('local_downward_key', ['log', 'entity', 'id'])
    .execute()
  await db.schema.createIndex('local_downward_id').on('local_downward').column('id').execute()
  await db.schema
    .createIndex('local_downward_due')
    .on('local_downward')
    .columns(['log', 'entity'])
    .where(sql.ref('due'), '>', sql.lit(0))
    .execute()
}
