import { type Entity, entities } from '../../electron/contract/catalogue/catalogue.ts'
import { searchTokens } from '../../electron/domain/searchTokens.ts'
import type { Connection } from '../../electron/store/database/connection.ts'
import { searchedText } from '../../electron/store/row/searchIndex.ts'
import type { GenericRow } from '../../electron/store/database/tables.ts'

/** What one change leaves behind: a row of the log, the row (or event) of its table, and for a finding the search tokens. */
export type Written = {
  readonly change: GenericRow
  readonly entity: Entity
  readonly row: GenericRow
  readonly tokens: string | null
}

/** Prepared statements that write the same, and nothing else: the bare side of saving and importing. */
export function bareWriter({ raw }: Connection) {
  const change = insertInto('change')
  const tables = new Map(entities.map((entity) => [entity, insertInto(entity)]))
  const document = raw.prepare(`insert into local_searchDocument (entity, id) values ('finding', ?)`)
  const documentOf = raw.prepare(`select key from local_searchDocument where entity = 'finding' and id = ?`).pluck()
  const tokens = raw.prepare('insert into local_searchText (rowid, tokens) values (?, ?)')
  const otherTokens = raw.prepare('insert or replace into local_searchText (rowid, tokens) values (?, ?)')
  const updates = new Map<string, (row: GenericRow) => void>()

  function insertInto(table: string): (row: GenericRow) => void {
    const columns = tableColumns(table)
    const places = columns.map(() => '?').join(', ')
    const statement = raw.prepare(`insert into "${table}" (${quoted(columns).join(', ')}) values (${places})`)
    return (row) => void statement.run(columns.map((column) => row[column] ?? null))
  }
  function tableColumns(table: string): readonly string[] {
    const columns = raw.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table)
    return columns.filter((column) => column !== 'seq')
  }
  /** One statement for each set of columns that an edit touches. */
  function update(columns: readonly string[]): (row: GenericRow) => void {
    const key = columns.join(' ')
    const known = updates.get(key)
    if (known !== undefined) return known
    const sets = quoted(columns).map((column) => `${column} = ?`)
    const statement = raw.prepare(`update finding set ${sets.join(', ')} where id = ?`)
    const made = (row: GenericRow) => void statement.run([...columns, 'id'].map((column) => row[column] ?? null))
    updates.set(key, made)
    return made
  }
  function insert({ change: changed, entity, row, tokens: text }: Written): void {
    change(changed)
    tables.get(entity)?.(row)
    if (text !== null) tokens.run(document.run(row.id).lastInsertRowid, text)
  }
  return {
    insert,
    /** An edit of a finding: the columns that differ, and the tokens where the text does. */
    edit({ change: changed, row, tokens: text }: Written, columns: readonly string[]): void {
      change(changed)
      update(columns)(row)
      if (text !== null) otherTokens.run(documentOf.get(row.id), text)
    },
    /** One durable transaction. */
    transaction(work: () => void): void {
      raw.exec('begin immediate')
      work()
      raw.exec('commit')
    },
  }
}

export function tokensOf(finding: GenericRow): string {
  return searchTokens(searchedText('finding', finding))
}

function quoted(columns: readonly string[]): readonly string[] {
  return columns.map((column) => `"${column}"`)
}
