import { type Kysely, sql } from 'kysely'
import { inWords } from '../database/engineWords.ts'

/** Removed findings leave the search index, so that it alone can count and choose what a search shows. */
export async function searchPresentOnly<T>(db: Kysely<T>): Promise<void> {
  const document = sql.table('local_searchDocument')
  const gone = sql<number>`select d.key from ${document} d join finding on finding.id = d.id where finding.removed = 1`
  await sql`${inWords((words) => words.fullText.remove(gone))}`.execute(db)
  await sql`delete from ${document} where key in (${gone})`.execute(db)
}
