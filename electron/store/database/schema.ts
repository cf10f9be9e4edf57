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
