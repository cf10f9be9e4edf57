import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Problem } from '../../contract/problem/problem.ts'
import { bind, type Builders, compileQuery, type Query } from './query.ts'
import { type SqlTrace, traceStatements } from './sqlTrace.ts'
import { SqliteWordsDialect, sqliteWords } from './sqliteWords.ts'
import type { CatalogueTables, Tables } from './tables.ts'

/** One connection to the encrypted SQLite file. */
export type Connection = Builders & {
  /** Runs a prepared query; its rows, none where it returns none. */
  readonly run: <V extends object, O>(query: Query<V, O>, values: V) => readonly O[]
  readonly raw: Database.Database
}

/** Pages in memory, in KiB; readers are several and have less, a headquarters must do with 300 MB in all (electron/README §4). */
const writerCache = 24 * 1024
export const readerCache = 8 * 1024

/** `key` has 32 bytes. Problem `workspace.damaged` where the file is not a database that this key opens. */
export function connect(
  file: string,
  key: Uint8Array,
  options: { readonly create: boolean; readonly cache?: number; readonly trace?: SqlTrace | undefined },
): Connection {
  return mapped(() => {
    const raw = new Database(file, { fileMustExist: !options.create })
    try {
      raw.pragma("cipher='aegis'")
      raw.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
      raw.pragma('journal_mode=WAL')
      raw.pragma('synchronous=FULL')
      raw.pragma('temp_store=MEMORY')
      // Pages; SQLite's own 1000 make one commit in a hundred hold the thread three times as long.
      raw.pragma('wal_autocheckpoint=400')
      raw.pragma('foreign_keys=OFF')
      raw.pragma('busy_timeout=5000')
      raw.pragma(`cache_size=-${options.cache ?? writerCache}`)
      raw.prepare('select count(*) from sqlite_schema').get()
    } catch (error) {
      raw.close()
      throw error
    }
    if (options.trace !== undefined) traceStatements(raw, options.trace)
    const database = withStatementCache(raw)
    const db = new Kysely<Tables>({ dialect: new SqliteWordsDialect({ database }) })
    const catalogue = new Kysely<CatalogueTables>({ dialect: new SqliteWordsDialect({ database }) })
    const builders = { db, catalogue, words: sqliteWords }
    return { ...builders, run: preparedQueries(raw, builders), raw }
  })
}

/** Everything of the work or nothing; a read sees one snapshot. Failures are Problems where a person can act on them. */
export async function inTransaction<T>(
  { raw }: Connection,
  kind: 'read' | 'write',
  work: () => Promise<T>,
): Promise<T> {
  try {
    raw.exec(kind === 'write' ? 'begin immediate' : 'begin')
    const result = await work()
    raw.exec('commit')
    return result
  } catch (error) {
    // SQLite has already rolled back by itself after a full disk or a damaged page.
    if (raw.inTransaction) raw.exec('rollback')
    throw asProblem(error)
  }
}

/**
 * Writes out what the full-text index has collected in the open transaction, as the end of any savepoint makes it do: else
 * the commit does it, and holds the thread for both.
 */
export function writeOut({ raw }: Connection): void {
  raw.exec('savepoint collected; release collected')
}

export function closeConnection({ raw }: Connection): void {
  raw.close()
}

export function readVersion(connection: Connection): number {
  return Number(connection.raw.pragma('user_version', { simple: true }))
}
export function writeVersion(connection: Connection, version: number): void {
  connection.raw.pragma(`user_version=${version}`)
}

/** A copy with the same key, made before a migration; `file` must not exist. */
export function copyDatabase(connection: Connection, file: string): void {
  mapped(() => connection.raw.prepare('VACUUM INTO ?').run(file))
}

/** Moves what can be read of the WAL into the database; gives the number of frames that it holds so far. */
export function readableWalFrames({ raw }: Connection): number {
  const [row] = raw.pragma('wal_checkpoint(PASSIVE)') as readonly { readonly log: number }[]
  return row?.log ?? 0
}

/** Reads every page that holds something, one at each step; throws at the first whose tag of the cipher does not hold. */
export function readPages({ raw }: Connection): IterableIterator<unknown> {
  return raw.prepare('select pageno from dbstat').iterate()
}

/** SQLite's failures in words a person can act on; anything else stays the defect it is. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return new Problem('workspace.damaged', {})
  // The second: no room even for the few KB that lie beside a database while it is open.
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)/.test(error.code)) return new Problem('disk.full', {})
  return error
}

function mapped<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asProblem(error)
  }
}

const keptStatements = 300

/** Preparing costs as much as running most of our statements, and their number is small. */
function withStatementCache(raw: Database.Database) {
  const statements = new Map<string, Database.Statement>()
  return {
    close: () => raw.close(),
    prepare(sql: string) {
      const known = statements.get(sql)
      if (known !== undefined) return known
      if (statements.size >= keptStatements) statements.clear()
      const statement = raw.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
  }
}

/** Each query is compiled and prepared when it is first run, and kept as long as the connection. */
function preparedQueries(raw: Database.Database, on: Builders): Connection['run'] {
  const prepared = new WeakMap<object, (values: object) => readonly unknown[]>()
  function prepare<V extends object, O>(query: Query<V, O>) {
    const { text, bindings } = compileQuery(on, query)
    const statement = raw.prepare(text)
    const made = statement.reader
      ? (values: object) => statement.all(bind(bindings, values))
      : (values: object) => {
          statement.run(bind(bindings, values))
          return []
        }
    prepared.set(query, made)
    return made
  }
  // The query says what its rows are, as it does where kysely runs it.
  return (query, values) => (prepared.get(query) ?? prepare(query))(values) as never
}
