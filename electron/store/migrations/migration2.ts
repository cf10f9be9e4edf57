import type { Kysely } from 'kysely'

/**
 * Long lists: what a list of 100,000 filters, orders and counts by stands in an index of its own, so that a page or a
 * count reads no row. The longer `finding_parent` takes the place of the one on `parent` alone.
 */
export async function indexLists<T>(db: Kysely<T>): Promise<void> {
  const filtered = ['removed', 'severity', 'missing', 'conflicted']
  await db.schema.dropIndex('finding_parent').execute()
  await addIndex(db, 'finding', 'parent', ['parent', ...filtered, 'id'])
  await addIndex(db, 'finding', 'list', ['id', ...filtered, 'parent'])
  await addIndex(db, 'evidence', 'list', ['id', 'removed', 'parent'])
}

async function addIndex<T>(db: Kysely<T>, table: string, name: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_${name}`)
    .on(table)
    .columns([...columns])
    .execute()
}
