import type Database from 'better-sqlite3'

/** Told of each statement that ran: its text as it was prepared, never what was bound to it, and its milliseconds. */
export type SqlTrace = (sql: string, milliseconds: number) => void

/** For developers: every statement prepared from now on is timed. The library's own way would tell the bound values. */
export function traceStatements(raw: Database.Database, trace: SqlTrace): void {
  const prepare = raw.prepare.bind(raw)
  function timed<T>(sql: string, run: () => T): T {
    const began = performance.now()
    try {
      return run()
    } finally {
      trace(sql, performance.now() - began)
    }
  }
  function prepareTimed(sql: string): Database.Statement {
    const statement = prepare(sql)
    const run = statement.run.bind(statement)
    const get = statement.get.bind(statement)
    const all = statement.all.bind(statement)
    return Object.assign(statement, {
      run: (...values: unknown[]) => timed(sql, () => run(...values)),
      get: (...values: unknown[]) => timed(sql, () => get(...values)),
      all: (...values: unknown[]) => timed(sql, () => all(...values)),
    })
  }
  Object.assign(raw, { prepare: prepareTimed })
}
