import { type Kysely, sql } from 'kysely'

/**
 * What a save and an import pay for: the last position below a parent without reading its rows, and the changes of one
 * operation only where they were made here, since nobody undoes those of others.
 */
export async function indexOwn<T>(db: Kysely<T>): Promise<void> {
  for (const table of ['finding', 'evidence']) {
    await db.schema.createIndex(`${table}_position`).on(table).columns(['parent', 'position']).execute()
  }
  await db.schema.dropIndex('change_operation').execute()
  await db.schema
    .createIndex('change_operation')
    .on('change')
    .columns(['log', 'operation'])
    .where(sql.ref('importId'), 'is', sql.lit(null))
    .execute()
}
