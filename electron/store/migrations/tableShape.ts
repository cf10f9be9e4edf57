import type { Kysely } from 'kysely'
import { type Columns, eventTable, rowTable } from '../database/schema.ts'

/** The table of a noun whose rows people edit, found by its parent. */
export async function createRowTable<T>(db: Kysely<T>, name: string, columns: Columns): Promise<void> {
  await rowTable(db, name, columns).execute()
  await indexParent(db, name)
}

/** The table of a noun of events, which nobody edits, found by its parent. */
export async function createEventTable<T>(db: Kysely<T>, name: string, columns: Columns): Promise<void> {
  await eventTable(db, name, columns).execute()
  await indexParent(db, name)
}

/** The columns of fields that are new; empty in every row that is here. */
export async function addColumns<T>(db: Kysely<T>, table: string, columns: Columns): Promise<void> {
  for (const [name, type] of Object.entries(columns)) await db.schema.alterTable(table).addColumn(name, type).execute()
}

async function indexParent<T>(db: Kysely<T>, name: string): Promise<void> {
  await db.schema.createIndex(`${name}_parent`).on(name).column('parent').execute()
}
