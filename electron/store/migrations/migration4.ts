import type { Kysely } from 'kysely'

/**
 * Schema 2 of the change log: the root of each change, so that what headquarters decides late about a case finds what it
 * concerns; and how many changes of a package wait for an upgrade.
 */
export async function growLog<T>(db: Kysely<T>): Promise<void> {
  await db.schema.alterTable('change').addColumn('root', 'text').execute()
  await db.schema.createIndex('change_root').on('change').column('root').execute()
  for (const table of ['packageAccepted', 'receipt']) {
    await db.schema.alterTable(table).addColumn('waiting', 'integer').execute()
  }
}
