import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { type Headquarters, type Spoken, valuesSpoken } from '../../domain/log/spoken.ts'
import type { ReadTx } from '../database/transaction.ts'
import { loadGiven } from '../log/headquarters.ts'
import { type KnownChange, loadAcceptedOf } from '../log/storedChange.ts'

type RowName = { readonly entity: RowEntity; readonly id: string }

/** What a row is folded from: its accepted changes, and which logs are headquarters'. */
export async function foldOf(
  tx: ReadTx,
  { entity, id }: RowName,
): Promise<{ readonly changes: readonly KnownChange[]; readonly headquarters: Headquarters }> {
  const changes = (await loadAcceptedOf(tx, [id])).filter((change) => change.entity === entity)
  return { changes, headquarters: (await loadGiven(tx)).headquartersLogs }
}

/**
 * Per field all values of a row, in the order of their changes: where to look up what a head says. The change it names need not
 * be here: headquarters may say it again.
 */
export async function spokenOf(tx: ReadTx, row: RowName): Promise<ReadonlyMap<string, readonly Spoken<KnownChange>[]>> {
  const { changes, headquarters } = await foldOf(tx, row)
  return valuesSpoken(changes, headquarters)
}
