import { type RawNode, type RawBuilder, sql, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import { type EngineWords, type FullTextWords, wordsFor } from './engineWords.ts'

/**
 * FTS5 keeps tokens only, not the text (contentless). The `ascii` tokenizer takes every non-ASCII character as part of
 * a token, rare ones too, which is what domain/searchTokens.ts counts on.
 */
const fts5: FullTextWords = {
  create: sql`create virtual table local_searchText using fts5(
    tokens, content='', contentless_delete=1, tokenize='ascii'
  )`,
  clear: sql<never>`delete from local_searchText`,
  insert: ({ key, tokens }) => sql<never>`insert into local_searchText (rowid, tokens) values (${key}, ${tokens})`,
  replace: ({ key, tokens }) =>
    sql<never>`insert or replace into local_searchText (rowid, tokens) values (${key}, ${tokens})`,
  remove: (keys) => sql<never>`delete from local_searchText where rowid in (${keys})`,
  toMatch: (phrases) => phrases.map(toPhrase).join(' AND '),
  // The index first: what it finds is looked up by key.
  matching: (match) => sql`from local_searchText t cross join local_searchDocument d on d.key = t.rowid
    where local_searchText match ${match}`,
}

/** Tokens are letters and digits only, so quoting cannot be broken out of. One single character: as a prefix. */
function toPhrase(tokens: readonly string[]): string {
  const [first, ...rest] = tokens
  const single = rest.length === 0 && [...(first ?? '')].length === 1
  return single ? `"${first}"*` : `"${tokens.join(' ')}"`
}

export const sqliteWords: EngineWords = {
  listed: <T>(values: readonly T[]): RawBuilder<T> => sql<T>`(select value from json_each(${values}))`,
  like: (column, pattern) => sql<boolean>`${column} like ${pattern} escape '\\'`,
  strictly: sql`strict`,
  // Every integer primary key of SQLite is.
  countedUp: sql``,
  fullText: fts5,
}

/** Kysely's dialect with these words. */
export class SqliteWordsDialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteWordsCompiler()
  }
}

class SqliteWordsCompiler extends SqliteQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    const said = wordsFor(sqliteWords, node)
    if (said === undefined) super.visitRaw(node)
    else this.visitNode(said)
  }
}
