import { type RawBuilder, sql } from 'kysely'
import { queryTokens, searchTokens } from '../domain/searchTokens.ts'
import { inParts, type WriteTx } from './transaction.ts'
import { inGroups } from './writeRows.ts'

/**
 * The full-text index in SQLite's own words (FTS5); with PostgreSQL this file has a second form over `tsvector`. The
 * index holds tokens only and is made anew from the rows at any time.
 */
export async function indexFindings(tx: WriteTx, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids)) {
    const rows = await tx.db
      .selectFrom('finding')
      .select(['id', ...searchedColumns])
      .where('id', 'in', part)
      .execute()
    const present = rows.map((row) => row.id)
    const keys = await findOrAddDocuments(tx, part, present)
    const documents = rows.map((row) => {
      const text = searchedColumns.map((column) => row[column] ?? '').join('\n')
      return sql`(${keys.get(row.id)}, ${searchTokens(text)})`
    })
    for (const group of inGroups(documents)) {
      await sql`insert or replace into local_searchText (rowid, tokens) values ${sql.join(group)}`.execute(tx.db)
    }
    for (const id of present) keys.delete(id)
    for (const key of keys.values()) await removeDocument(tx, key)
  }
}

export async function clearSearchIndex(tx: WriteTx): Promise<void> {
  await sql`delete from local_searchText`.execute(tx.db)
  await tx.db.deleteFrom('local_searchDocument').execute()
}

/**
 * The condition that a finding contains every phrase of the text, inside a query over `finding`; undefined where the
 * text has no character to look for.
 */
export function findingMatches(text: string): RawBuilder<boolean> | undefined {
  const phrases = queryTokens(text).map(toPhrase)
  if (phrases.length === 0) return undefined
  return sql<boolean>`finding.id in (
    select d.id from local_searchDocument d
    where d.entity = 'finding' and d.key in (
      select rowid from local_searchText where local_searchText match ${phrases.join(' AND ')}
    )
  )`
}

const searchedColumns = [
  'number',
  'riskPointName',
  'title',
  'fact',
  'ruleText',
  'ruleDocument',
  'opinion',
  'place',
  'involved',
  'requirement',
] as const

/** Tokens are letters and digits only, so quoting cannot be broken out of. One single character: as a prefix. */
function toPhrase(tokens: readonly string[]): string {
  const [first, ...rest] = tokens
  const single = rest.length === 0 && [...(first ?? '')].length === 1
  return single ? `"${first}"*` : `"${tokens.join(' ')}"`
}

/** The keys of all documents there are for these ids, with new ones for those present. */
async function findOrAddDocuments(tx: WriteTx, ids: readonly string[], present: readonly string[]) {
  const known = await documentKeys(tx, ids)
  const added = present.filter((id) => !known.has(id)).map((id) => ({ entity: 'finding', id }))
  if (added.length === 0) return known
  for (const group of inGroups(added)) await tx.db.insertInto('local_searchDocument').values(group).execute()
  return documentKeys(tx, ids)
}

async function documentKeys(tx: WriteTx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('local_searchDocument')
    .select(['id', 'key'])
    .where('entity', '=', 'finding')
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, key }) => [id, key]))
}

async function removeDocument(tx: WriteTx, key: number): Promise<void> {
  await sql`delete from local_searchText where rowid = ${key}`.execute(tx.db)
  await tx.db.deleteFrom('local_searchDocument').where('key', '=', key).execute()
}
