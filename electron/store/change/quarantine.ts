import type { RefusalReason } from '../../domain/rights/authorise.ts'
import type { ReadTx } from '../database/transaction.ts'

export type QuarantinedChange = {
  readonly change: string
  readonly entity: string
  readonly id: string
  readonly author: string | undefined
  readonly reason: RefusalReason
}

/** Changes whose author may not write them: kept, never applied, each with its reason; newest first. */
export async function listRefused(tx: ReadTx, limit = 1000): Promise<readonly QuarantinedChange[]> {
  const rows = await tx.db
    .selectFrom('change')
    .select(['hash', 'entity', 'entityId', 'author', 'reason'])
    .where('verdict', '=', 'refused')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.flatMap(({ hash, entity, entityId, author, reason }) =>
    entity === null || entityId === null || reason === null
      ? []
      : [{ change: hash, entity, id: entityId, author: author ?? undefined, reason }],
  )
}
