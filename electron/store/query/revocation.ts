import { listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The logs in which a person has written. Looks at every change: such a question is rare. */
export async function logsOfAuthor(tx: ReadTx, person: string): Promise<readonly string[]> {
  return (await tx.run(selectLogs, { person })).map(({ log }) => log)
}

const selectLogs = query(({ db }, at: { readonly person: string }) =>
  db.selectFrom('change').select('log').distinct().where('author', '=', at.person).compile(),
)

/** A change that was refused because its log or its author is out of use. */
export type LateChange = {
  readonly hash: string
  readonly log: string
  readonly number: number
  readonly entity: string
  readonly entityId: string
  readonly author: string | null
  readonly at: string
  readonly reason: string
}

const late = ['logRevoked', 'personRevoked'] as const

/** Newest last within each log: as they would be let in. */
export async function lateChanges(
  tx: ReadTx,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: readonly LateChange[] }> {
  const refused = () =>
    tx.db
      .selectFrom('change')
      .where('verdict', '=', 'refused')
      .where('reason', 'in', late)
      .where('entity', 'is not', null)
  const { total } = await refused()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await refused()
    .select(['hash', 'log', 'number', 'entity', 'entityId', 'author', 'at', 'reason'])
    .orderBy('log')
    .orderBy('number')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: Number(total),
    rows: rows.flatMap(({ entity, entityId, at, reason, ...row }) =>
      entity === null || entityId === null || reason === null
        ? []
        : [{ ...row, entity, entityId, at: at ?? '', reason }],
    ),
  }
}

/** One of them by its id; undefined where it is none. */
export async function findLate(tx: ReadTx, hash: string): Promise<LateChange | undefined> {
  const [row] = await tx.run(selectLate, { hashes: [hash] })
  if (row?.entity == null || row.entityId === null || row.reason === null) return undefined
  const { entity, entityId, at, reason } = row
  return late.some((one) => one === reason) ? { ...row, entity, entityId, at: at ?? '', reason } : undefined
}

const selectLate = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db
    .selectFrom('change')
    .select(['hash', 'log', 'number', 'entity', 'entityId', 'author', 'at', 'reason'])
    .where('hash', 'in', listed(at.hashes))
    .where('verdict', '=', 'refused')
    .compile(),
)
