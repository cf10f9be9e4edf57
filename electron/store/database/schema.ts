import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely'
import { inWords } from './engineWords.ts'

/** A table that holds no value of another type than its column's (electron/README §4). */
export function strictTable<T, N extends string>(db: Kysely<T>, name: N): CreateTableBuilder<N> {
  return db.schema.createTable(name).modifyEnd(inWords((words) => words.strictly))
}

/** For an integer column: the primary key, counted up for each row that does not bring its own. */
export function countedKey(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.primaryKey().modifyEnd(inWords((words) => words.countedUp))
}

export type Columns = Readonly<Record<string, 'text' | 'integer'>>

/** The table of a noun that people edit: its fields, and beside them whose changes stand in it. */
export function rowTable<T, N extends string>(db: Kysely<T>, name: N, columns: Columns): CreateTableBuilder<string> {
  let table: CreateTableBuilder<string> = strictTable(db, name)
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('parent', 'text')
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('heads', 'text')
    .addColumn('conflicted', 'integer', (column) => column.notNull())
  for (const [column, type] of Object.entries(columns)) table = table.addColumn(column, type)
  return table.addColumn('removed', 'integer').addColumn('removedReason', 'text')
}

/** The table of an immutable event: its fields, and beside them the change that made it. */
export function eventTable<T, N extends string>(db: Kysely<T>, name: N, columns: Columns): CreateTableBuilder<string> {
  let table: CreateTableBuilder<string> = strictTable(db, name)
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('parent', 'text')
    .addColumn('changeId', 'text', (column) => column.notNull())
    .addColumn('changeLog', 'text', (column) => column.notNull())
    .addColumn('changeNumber', 'integer', (column) => column.notNull())
    .addColumn('clock', 'text', (column) => column.notNull())
    .addColumn('author', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
  for (const [column, type] of Object.entries(columns)) table = table.addColumn(column, type)
  return table
}
