import type { JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import type { KnownChange } from '../log/storedChange.ts'
import type { ReadTx } from '../database/transaction.ts'
import { judge } from './judging.ts'
import { loadTrust } from './trust.ts'

/** Who would write, and where. */
export type Writer = { readonly log: string; readonly author: string; readonly at: string }

/** Why it would be refused if it were said now that this row is, or is no longer, the same as another; null where it would not. */
export async function reasonAgainstJoin(
  tx: ReadTx,
  { log, author, at }: Writer,
  { entity, id, sameAs }: { readonly entity: JoinedEntity; readonly id: string; readonly sameAs: string | null },
): Promise<RefusalReason | null> {
  const change: KnownChange = {
    ...{ id: '', clock: '', log, number: Number.MAX_SAFE_INTEGER, entity, entityId: id, author, at },
    ...{ parent: undefined, root: { entity, id }, nonce: undefined, campaign: undefined, team: undefined },
    ...{ isNew: false, set: { sameAs }, replaces: { sameAs: [] }, verdict: 'refused', reason: null, included: false },
  }
  return (await judge(tx, [change], await loadTrust(tx))).get('') ?? null
}
