import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './oxlint.ts'

/**
 * Decision 51: the store is written for SQLite and PostgreSQL alike, and what one of them alone understands stands in
 * store/database/. A word by its name, and a line that the rule must see.
 */
const words: readonly (readonly [string, RegExp, string])[] = [
  ['the engine by its name', /sqlite|postgres/i, `import { sqliteWords } from '../database/sqliteWords.ts'`],
  ['the bare connection', /\.raw\b/, `connection.raw.exec('commit')`],
  ['json_each', /\bjson_\w+/i, 'sql`(select value from json_each(${ids}))`'],
  ['rowid', /\browid\b/i, 'sql`delete from t where rowid = ${key}`'],
  ['strict', /\bstrict\b/i, `db.schema.createTable(name).modifyEnd(sql\`strict\`)`],
  ['full-text tables', /\bfts\d?\b|\bvirtual table\b/i, 'sql`create virtual table t using fts5(tokens)`'],
  ['match', /\bmatch \$|'match'|tsquery|tsvector/i, 'sql`where t match ${text}`'],
  ['pragma', /\bpragma\b/i, `raw.pragma('user_version')`],
  ['insert or', /\b(insert|update) or\b|\bor(Replace|Ignore|Abort|Fail|Rollback)\(|\breplaceInto\(/i, '.orReplace()'],
  ['an order of text of its own', /\bcollate\b/i, `.orderBy('name', (order) => order.collate('nocase'))`],
  [
    'patterns but those of database/like.ts',
    /\b(i?like|glob|regexp) \$|'(not )?(i?like|glob|regexp)'/i,
    `eb('name', 'like', text)`,
  ],
  ['counting up', /autoincrement|autoIncrement|generated(Always|ByDefault)As/, 'column.autoIncrement()'],
  ['begin and commit', /\b(begin|commit|rollback|vacuum)( immediate)?['`]/i, `exec('begin immediate')`],
]
/** What needs words of its own is written in store/database/; the steps of migrations may write plain SQL. */
const rawSql = /import \{[^}]*\bsql\b[^}]*\} from 'kysely'/

describe('words that one engine alone knows', () => {
  const store = join(projectRoot, 'electron/store')
  const files = readdirSync(store, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('database/'))

  it('the rule reads the store', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(files.map((path) => path.split('/')[0])).toContain('migrations')
  })

  it.each(words)('%s: stands in store/database/ only', (_, pattern, planted) => {
    expect(planted).toMatch(pattern)
    expect(files.filter((path) => pattern.test(code(join(store, path))))).toEqual([])
  })

  it('raw SQL stands there too, and in migrations', () => {
    expect(`import { type Kysely, sql } from 'kysely'`).toMatch(rawSql)
    const elsewhere = files.filter((path) => !path.startsWith('migrations/'))
    expect(elsewhere.filter((path) => rawSql.test(code(join(store, path))))).toEqual([])
  })
})

/** Without comments, which may speak of an engine. */
function code(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}
