import { type Kysely, sql } from 'kysely'
import { addColumns } from './tableShape.ts'

/** The few rows that say they are the same as another are found at once; and by whose word somebody signed in another's name. */
export async function findJoined<T>(db: Kysely<T>): Promise<void> {
  await addColumns(db, 'documentSigned', { joins: 'text' })
  for (const table of ['unit', 'person']) {
    const column = sql.ref('sameAs')
    await db.schema.createIndex(`${table}_sameAs`).on(table).column('sameAs').where(column, 'is not', null).execute()
  }
}
