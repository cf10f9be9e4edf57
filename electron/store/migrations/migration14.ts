import type { Kysely } from 'kysely'
import { strictTable } from '../database/schema.ts'
import { addColumns, createEventTable } from './tableShape.ts'

/**
 * Import as a decision: what a person chose about rows of a package before taking it in, how a declined change is let in
 * again, what a paper does not wait for, and what each package holds in words, noted when it is written or taken in.
 */
export async function decideRows<T>(db: Kysely<T>): Promise<void> {
  await createEventTable(db, 'changeReadmitted', { reason: 'text' })
  await createEventTable(db, 'unreadPassed', { change: 'text', reason: 'text' })
  await addColumns(db, 'local_package', { records: 'text' })
  await strictTable(db, 'local_importChoice')
    .addColumn('importId', 'text', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('entityId', 'text', (column) => column.notNull())
    .addColumn('choice', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addPrimaryKeyConstraint('local_importChoice_key', ['importId', 'entity', 'entityId'])
    .execute()
}
