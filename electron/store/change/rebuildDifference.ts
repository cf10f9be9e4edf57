import { entities, type Entity } from '../../contract/catalogue/catalogue.ts'
import { sha256Base64url } from '../../crypto/hash.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'
import type { Store } from '../store.ts'
import { rebuildWithin } from './rebuild.ts'

/** Rows that the table lacked, had too many of, or had with other values than the log makes. */
export type TableDifference = { readonly lacking: number; readonly surplus: number; readonly other: number }
/** What differs, by noun; `change`: what is judged of the changes themselves; `search`: which findings the search knows. */
export type RebuildDifference = Readonly<Partial<Record<Entity | 'change' | 'search', TableDifference>>>

/** What a rebuild would change. Nothing stays changed. */
export async function differenceFromLog(store: Store): Promise<RebuildDifference> {
  const taken = new Taken()
  await store
    .write(async (tx) => {
      taken.difference = await rebuildAndCompare(tx)
      // What throws is rolled back.
      throw taken
    })
    .catch((error: unknown) => {
      if (error !== taken) throw error
    })
  return taken.difference
}

class Taken extends Error {
  difference: RebuildDifference = {}
}

/** Makes the tables anew from the log, in place; tells what that changed. */
export function repairFromLog(store: Store): Promise<RebuildDifference> {
  return store.write(rebuildAndCompare)
}

async function rebuildAndCompare(tx: WriteTx): Promise<RebuildDifference> {
  const before = await digestsOf(tx)
  await rebuildWithin(tx)
  const after = await digestsOf(tx)
  const difference: Partial<Record<keyof RebuildDifference, TableDifference>> = {}
  for (const name of [...entities, 'change', 'search'] as const) {
    const found = compare(before.get(name) ?? new Map(), after.get(name) ?? new Map())
    if (found !== undefined) difference[name] = found
  }
  return difference
}

/** By table, a digest of each row by its id: the rows themselves would not fit into memory. */
type Digests = ReadonlyMap<string, ReadonlyMap<string, string>>

async function digestsOf(tx: ReadTx): Promise<Digests> {
  const digests = new Map<string, ReadonlyMap<string, string>>()
  for (const entity of entities) {
    digests.set(entity, await digest((after) => pageOf(tx, entity, after)))
  }
  digests.set('change', await digest((after) => verdictsOf(tx, after)))
  digests.set('search', await digest((after) => documentsOf(tx, after)))
  return digests
}

type Row = { readonly id: string; readonly [column: string]: unknown }

async function digest(pageAfter: (id: string) => Promise<readonly Row[]>): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>()
  for (let page = await pageAfter(''); page.length > 0; page = await pageAfter(page.at(-1)?.id ?? '')) {
    for (const row of page) digests.set(row.id, sha256Base64url(JSON.stringify(row)))
  }
  return digests
}

const pageSize = 1000

function pageOf(tx: ReadTx, entity: Entity, after: string): Promise<readonly Row[]> {
  return tx.catalogue
    .selectFrom<Entity>(entity)
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(pageSize)
    .$castTo<Row>()
    .execute()
}

function verdictsOf(tx: ReadTx, after: string): Promise<readonly Row[]> {
  return tx.db
    .selectFrom('change')
    .select(['hash as id', 'verdict', 'reason', 'included', 'declined', 'withdrawn'])
    .where('hash', '>', after)
    .orderBy('hash')
    .limit(pageSize)
    .execute()
}

/** Without the key: a rebuild counts anew. */
function documentsOf(tx: ReadTx, after: string): Promise<readonly Row[]> {
  return tx.db
    .selectFrom('local_searchDocument')
    .select(['id', 'entity'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(pageSize)
    .execute()
}

function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): TableDifference | undefined {
  const kept = [...after.keys()].filter((id) => before.has(id))
  const lacking = after.size - kept.length
  const surplus = before.size - kept.length
  const other = kept.filter((id) => before.get(id) !== after.get(id)).length
  return lacking + surplus + other === 0 ? undefined : { lacking, surplus, other }
}
