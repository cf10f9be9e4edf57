import { type Entity, entities, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'
import { listed, query } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { valuesFromSql } from '../database/values.ts'

/** A row or an event, with what tells whether it was said as it stands. */
export type StoredRecord = {
  readonly entity: Entity
  readonly id: string
  readonly parent: string | undefined
  readonly parentEntity: string | undefined
  readonly values: Readonly<Record<string, PlainValue>>
  /** Another one as soon as another value of it is in force. */
  readonly token: string
  /** The changes whose values stand, of an event the one that made it. */
  readonly heads: readonly string[]
  /** Of an event. */
  readonly clock: string
  readonly changeLog: string
}

/** All of a noun, removed ones too, or those with these ids. */
export async function loadSpoken(
  tx: ReadTx,
  entity: Entity,
  ids?: readonly string[],
): Promise<readonly StoredRecord[]> {
  if (ids === undefined) {
    const rows = await tx.catalogue.selectFrom<Entity>(entity).selectAll().$castTo<GenericRow>().execute()
    return rows.map((row) => toRecord(entity, row))
  }
  const select = selectByIds.get(entity)
  const found: StoredRecord[] = []
  for (const part of select === undefined ? [] : inParts(ids)) {
    if (select !== undefined) found.push(...(await tx.run(select, { ids: part })).map((row) => toRecord(entity, row)))
  }
  return found
}

const selectByIds = new Map(
  entities.map((entity) => [
    entity,
    query(({ catalogue }, at: { readonly ids: readonly string[] }) =>
      catalogue
        .selectFrom<Entity>(entity)
        .selectAll()
        .$castTo<GenericRow>()
        .where('id', 'in', listed(at.ids))
        .compile(),
    ),
  ]),
)

function toRecord(entity: Entity, row: GenericRow): StoredRecord {
  const change = String(isRowEntity(entity) ? row['change'] : row['changeId'])
  const heads = typeof row['heads'] === 'string' ? row['heads'] : ''
  const parentEntity = row['parentEntity']
  return {
    entity,
    id: row.id,
    parent: row.parent ?? undefined,
    parentEntity: typeof parentEntity === 'string' ? parentEntity : undefined,
    values: valuesFromSql(entity, row),
    // An event stands as it was made, whichever of the changes that make it is the first.
    token: isRowEntity(entity) ? `${change} ${heads}` : 'made',
    heads: [...new Set([change, ...(heads.match(hashes) ?? [])])],
    clock: String(row['clock'] ?? ''),
    changeLog: String(row['changeLog'] ?? ''),
  }
}

/** In the JSON of heads. */
const hashes = /(?<=")[A-Za-z0-9_-]{43}(?=")/g

/** In which logs these changes stand, as far as they are here. */
export async function logsOfChanges(tx: ReadTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const logs = new Map<string, string>()
  for (const part of inParts(ids)) {
    for (const { hash, log } of await tx.run(selectLogs, { ids: part })) logs.set(hash, log)
  }
  return logs
}

const selectLogs = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db.selectFrom('change').select(['hash', 'log']).where('hash', 'in', listed(at.ids)).compile(),
)

export type Saying = { readonly id: string; readonly log: string; readonly number: number }

/** Where these events stand in channels. */
export async function sayingsOf(tx: ReadTx, ids: readonly string[]): Promise<readonly Saying[]> {
  const found: Saying[] = []
  for (const part of inParts(ids)) {
    for (const { entityId, log, number } of await tx.run(selectSayings, { ids: part })) {
      if (entityId !== null) found.push({ id: entityId, log, number })
    }
  }
  return found
}

const selectSayings = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .innerJoin('log', 'log.id', 'change.log')
    .select(['change.entityId', 'change.log', 'change.number'])
    .where('change.entityId', 'in', listed(at.ids))
    .where('change.isNew', '=', 1)
    .where('log.kind', '=', 'channel')
    .compile(),
)
