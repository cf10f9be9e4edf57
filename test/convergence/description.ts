import { sql } from 'kysely'
import { type Entity, eventEntities, rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { conflictsOf, headsOf } from '../../electron/store/row/rows.ts'
import { loadIdentities } from '../../electron/store/query/identity.ts'
import type { ReadTx, WriteTx } from '../../electron/store/store.ts'
import { short } from './action.ts'
import { everyRow } from './honest.ts'
import type { Replica } from './replica.ts'

/** All that must be the same wherever the same bodies and decisions are, thing by thing. */
export type Description = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** Acceptances of packages are each replica's own word and go on during delivery. */
const ownWord = 'packageAccepted'

/** `logs`: whose forks are told; a copied log is forked once more by what its copies accept meanwhile. */
export async function describeReplica(replica: Replica, logs: ReadonlySet<string>): Promise<Description> {
  const rows = await everyRow(replica)
  return replica.store.write(async (tx) => {
    const described = new Map<string, Readonly<Record<string, unknown>>>()
    for (const entity of await filledTables(tx)) {
      const found = await tx.catalogue.selectFrom<Entity>(entity).selectAll().execute()
      for (const row of found) described.set(`${entity} ${short(String(row.id))}`, row)
    }
    for (const { entity, id, conflicted } of rows) {
      described.set(`heads of ${entity} ${short(id)}`, await headsOf(tx, entity, id))
      if (conflicted === 0) continue
      const fields = (await conflictsOf(tx, entity, id)).map(({ field, values }) => [field, values])
      described.set(`conflicts of ${entity} ${short(id)}`, Object.fromEntries(fields))
    }
    for (const change of await verdicts(tx)) described.set(`change ${short(change.hash)}`, change)
    for (const log of await tx.db.selectFrom('log').select(['id', 'forked']).execute()) {
      if (log.forked === 1 && logs.has(log.id)) described.set(`log ${short(log.id)}`, log)
    }
    for (const noun of ['unit', 'person'] as const) {
      const { all, membersOf, edgesAt } = await loadIdentities(tx, noun)
      const told = all.map((id) => [id, { same: membersOf(id), by: edgesAt(id) }])
      described.set(`who is the same ${noun}`, Object.fromEntries(told))
    }
    for (const { entity, id, terms } of await searchTerms(tx))
      described.set(`search of ${entity} ${short(id)}`, { terms })
    return described
  })
}

async function filledTables(tx: ReadTx): Promise<readonly Entity[]> {
  const asked = [...rowEntities, ...eventEntities].filter((entity) => entity !== ownWord)
  const tables = asked.map(
    (entity) =>
      sql<{ entity: Entity }>`select ${sql.lit(entity)} as entity where exists (select 1 from ${sql.table(entity)})`,
  )
  const { rows } = await sql<{ entity: Entity }>`${sql.join(tables, sql` union all `)}`.execute(tx.db)
  return rows.map(({ entity }) => entity)
}

function verdicts(tx: ReadTx) {
  return tx.db
    .selectFrom('change')
    .select(['hash', 'bodyState', 'entity', 'entityId', 'isNew', 'verdict', 'reason', 'included', 'declined'])
    .where((eb) => eb.or([eb('entity', 'is', null), eb('entity', '<>', ownWord)]))
    .execute()
}

type Document = { readonly entity: string; readonly id: string; readonly terms: string }

/** The tokens of each document, read back out of the full-text index. */
async function searchTerms(tx: WriteTx): Promise<readonly Document[]> {
  await sql`create virtual table if not exists temp.terms using fts5vocab(main, local_searchText, instance)`.execute(
    tx.db,
  )
  const { rows } = await sql<Document>`
    select d.entity, d.id, group_concat(t.term, ' ' order by t.offset) as terms
    from local_searchDocument d left join temp.terms t on t.doc = d.key group by d.key`.execute(tx.db)
  return rows
}

/** Where two descriptions differ: what, and in which of its columns; never the values. */
export function differences(a: Description, b: Description): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const [one, other] = [a.get(key), b.get(key)]
    if (one === undefined || other === undefined) return [`${key}: only ${one === undefined ? 'there' : 'here'}`]
    const columns = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
      (column) => JSON.stringify(one[column]) !== JSON.stringify(other[column]),
    )
    return columns.length === 0 ? [] : [`${key}: ${columns.map((column) => named(column, one, other)).join(', ')}`]
  })
}

/** A verdict is no text of a person, so it may be told. */
function named(column: string, one: Description extends ReadonlyMap<string, infer V> ? V : never, other: typeof one) {
  return ['verdict', 'reason'].includes(column) ? `${column} ${String(one[column])}/${String(other[column])}` : column
}
