import type { Selectable } from 'kysely'
import { type Entity, eventEntities, isEntity } from '../../contract/catalogue/catalogue.ts'
import type { OperationLabel } from '../../domain/log/operation.ts'
import type { LocalTables } from '../database/localTables.ts'
import { query } from '../database/query.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** What a person of this workspace did, in words that a list of what can be undone needs. */
export type LocalOperation = Omit<Selectable<LocalTables['local_operation']>, 'seq' | 'entity'> & {
  readonly entity: Entity
}

type Doing = {
  readonly log: string
  readonly operation: string
  readonly author: string
  readonly at: string
  /** The operation that it takes back. */
  readonly undoes?: string
}

/** What one operation does in several pieces, as a job may, counts together. */
export async function noteOperation(
  tx: WriteTx,
  { log, operation, author: person, at, undoes }: Doing,
  { label, number }: { readonly label: OperationLabel | undefined; readonly number: number },
): Promise<void> {
  // An undo is noted beforehand, by the name of what it undoes.
  if (label === undefined || undoes !== undefined) return
  const { verb, entity, id: entityId, count } = label
  await tx.run(insertOperation, { operation, log, person, at, verb, entity, entityId, count, number })
}

type Noted = Omit<LocalOperation, 'undoes'>

/** A further piece counts where it did the same to others. */
const insertOperation = query(({ db }, at: Noted) =>
  db
    .insertInto('local_operation')
    .values({
      ...{ operation: at.operation, log: at.log, person: at.person, at: at.at, number: at.number },
      ...{ verb: at.verb, entity: at.entity, entityId: at.entityId, count: at.count },
    })
    .onConflict((conflict) =>
      conflict
        .column('operation')
        .doUpdateSet((eb) => ({ count: eb('local_operation.count', '+', eb.ref('excluded.count')) }))
        .whereRef('local_operation.verb', '=', 'excluded.verb')
        .whereRef('local_operation.entity', '=', 'excluded.entity')
        .whereRef('local_operation.entityId', '<>', 'excluded.entityId'),
    )
    .compile(),
)

/** Also of an undo that finds nothing to change: it has been tried, and the next one goes on to what was done before. */
export async function noteUndo(
  tx: WriteTx,
  { log, operation, author: person, at, undoes }: Doing & { readonly undoes: string },
): Promise<void> {
  const undone = await tx.db
    .selectFrom('local_operation')
    .select(['verb', 'entity', 'entityId', 'count'])
    .where('operation', '=', undoes)
    .executeTakeFirstOrThrow()
  const { number } = await tx.db.selectFrom('log').select('number').where('id', '=', log).executeTakeFirstOrThrow()
  await tx.db
    .insertInto('local_operation')
    .values({ ...undone, operation, log, person, at, number: number + 1, undoes })
    .execute()
}

/** In the order of the doing: the last so many of one person in one log, behind the change of this number. */
export async function lastOperations(
  tx: ReadTx,
  { log, person, after, limit }: { log: string; person: string; after: number; limit: number },
): Promise<readonly LocalOperation[]> {
  const rows = await tx.db
    .selectFrom('local_operation')
    .selectAll()
    .where('log', '=', log)
    .where('person', '=', person)
    .where('number', '>', after)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.toReversed().flatMap(({ entity, ...row }) => (isEntity(entity) ? [{ ...row, entity }] : []))
}

/** The last event of a log, which is answered and never undone; undefined where it holds none. */
export async function lastEvent(
  tx: ReadTx,
  log: string,
): Promise<{ readonly entity: Entity; readonly number: number } | undefined> {
  const row = await tx.db
    .selectFrom('change')
    .select(['entity', 'number'])
    .where('log', '=', log)
    .where('entity', 'in', [...eventEntities])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.entity != null && isEntity(row.entity) ? { entity: row.entity, number: row.number } : undefined
}
