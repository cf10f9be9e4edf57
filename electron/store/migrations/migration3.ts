import { type Kysely, sql } from 'kysely'

/** Removed findings leave the search index, so that it alone can count and choose what a search shows. */
export async function searchPresentOnly<T>(db: Kysely<T>): Promise<void> {
  const gone = sql`select d.key from local_searchDocument d join finding on finding.id = d.id where finding.removed = 1`
  await sql`delete from local_searchText where rowid in (${gone})`.execute(db)
  await sql`delete from local_searchDocument where key in (${gone})`.execute(db)
}
