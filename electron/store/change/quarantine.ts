import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { listed, query } from '../database/query.ts'
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

/** Why some of these changes do not count, although they are here and can be read. */
export async function notCounting(
  tx: ReadTx,
  hashes: readonly string[],
): Promise<ReadonlySet<'refused' | 'declined' | 'withdrawn'>> {
  const reasons = new Set<'refused' | 'declined' | 'withdrawn'>()
  if (hashes.length === 0) return reasons
  for (const { verdict, declined, withdrawn } of await tx.run(selectNotCounting, { hashes })) {
    if (verdict === 'refused') reasons.add('refused')
    if (declined === 1) reasons.add('declined')
    if (withdrawn === 1) reasons.add('withdrawn')
  }
  return reasons
}

const selectNotCounting = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db
    .selectFrom('change')
    .select(['verdict', 'declined', 'withdrawn'])
    .distinct()
    .where('hash', 'in', listed(at.hashes))
    .where('included', '=', 0)
    .where('verdict', 'in', ['accepted', 'refused'])
    .compile(),
)
