import { type CompiledQuery, type Expression, type Insertable, type Kysely, sql } from 'kysely'
import type { Entity } from '../../contract/catalogue/catalogue.ts'
import { type EngineWords, inWords } from './engineWords.ts'
import type { CatalogueTables, GenericRow, SqlValue, Tables } from './tables.ts'

/**
 * A statement of fixed shape for the hot paths: built and compiled once for an engine, then only bound and run. Building
 * one anew costs several times what SQLite needs to run it. Nothing that varies may be written into `build` but `at`.
 */
export type Query<V extends object, O> = {
  readonly build: (on: Builders, at: V) => CompiledQuery<O>
}

export type Builders = {
  readonly db: Kysely<Tables>
  readonly catalogue: Kysely<CatalogueTables>
  readonly words: EngineWords
}

export function query<V extends object, O>(build: Query<V, O>['build']): Query<V, O> {
  return { build }
}

/** A limit that never varies: SQLite plans a statement anew each time its limit is bound, which costs ten times its running. */
export function atMost(count: number) {
  return sql.lit(count)
}

/** A list of any length as one value. */
export function listed<T extends string>(values: readonly T[]): Expression<T> {
  return inWords((words) => words.listed(values))
}

/** Inserts a row with these columns. */
export function insertion<T extends keyof Tables>(
  table: T,
  columns: readonly (keyof Insertable<Tables[T]> & string)[],
): Query<Insertable<Tables[T]>, never> {
  return query<Insertable<Tables[T]>, never>(({ db }, at) => {
    const values = new Map<string, unknown>(columns.map((column) => [column, at[column]]))
    return sql<never>`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values (${sql.join(columns.map((column) => values.get(column)))})`.compile(db)
  })
}

/** Inserts a row or event with these columns, or puts it in the place of the one that has its id. */
export function upsertion(entity: Entity, columns: readonly string[]): Query<GenericRow, never> {
  const others = columns.filter((column) => column !== 'id')
  return query<GenericRow, never>(({ db }, at) =>
    sql<never>`insert into ${sql.table(entity)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values (${sql.join(columns.map((column) => at[column]))})
      on conflict (id) do update set ${sql.join(
        others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
      )}`.compile(db),
  )
}

/** Writes these columns of the row with this id. */
export function columnUpdate(entity: Entity, columns: readonly string[]): Query<GenericRow, never> {
  return query<GenericRow, never>(({ db }, at) =>
    sql<never>`update ${sql.table(entity)} set ${sql.join(
      columns.map((column) => sql`${sql.ref(column)} = ${at[column]}`),
    )} where id = ${at.id}`.compile(db),
  )
}

/** What a compiled query is bound with: a value of the caller by its name, or what the query itself says. */
export type Binding = { readonly name: string } | { readonly constant: unknown }

/** The SQL of a query, with the names of the values that each place takes: the same for every connection to an engine. */
export function compileQuery<V extends object, O>(on: Builders, query: Query<V, O>): Compiled {
  const ofEngine = compiled.get(on.words) ?? new WeakMap<object, Compiled>()
  compiled.set(on.words, ofEngine)
  const known = ofEngine.get(query) ?? compileAnew(on, query)
  ofEngine.set(query, known)
  return known
}

type Compiled = { readonly text: string; readonly bindings: readonly Binding[] }
const compiled = new WeakMap<EngineWords, WeakMap<object, Compiled>>()

function compileAnew<V extends object, O>(on: Builders, { build }: Query<V, O>): Compiled {
  // Every property that `build` reads of its values is a place to bind; what is read is known by name only.
  const at = new Proxy({} as V, { get: (_, name) => new Place(String(name)) })
  const { sql: text, parameters } = build(on, at)
  return {
    text,
    bindings: parameters.map((value) => (value instanceof Place ? { name: value.name } : { constant: value })),
  }
}

class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export function bind(bindings: readonly Binding[], values: object): readonly SqlValue[] {
  const given = values as Readonly<Record<string, unknown>>
  const bound: SqlValue[] = []
  for (const binding of bindings) bound.push(toBound('name' in binding ? given[binding.name] : binding.constant))
  return bound
}

function toBound(value: unknown): SqlValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  if (Array.isArray(value)) return JSON.stringify(value)
  throw new TypeError('a statement is bound with texts, numbers, null or a list of them')
}
