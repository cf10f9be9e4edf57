import type { Kysely } from 'kysely'
import { addColumns, createEventTable } from './tableShape.ts'

/** What headquarters corrects of a team's records, with the reason; and which papers rest on what does not count any more. */
export async function tellCorrections<T>(db: Kysely<T>): Promise<void> {
  await createEventTable(db, 'correction', { change: 'text', reason: 'text', person: 'text' })
  await db.schema.createIndex('correction_change').on('correction').column('change').execute()
  await addColumns(db, 'local_document', { grounds: 'text' })
}
