import { listed, query } from '../database/query.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'

/** Why headquarters changed what a team had recorded, by change. */
export async function correctionsOf(tx: ReadTx, changes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const part of inParts(changes)) {
    for (const { change, reason } of await tx.run(selectCorrections, { changes: part })) {
      if (change !== null) found.set(change, reason ?? '')
    }
  }
  return found
}

const selectCorrections = query(({ db }, at: { readonly changes: readonly string[] }) =>
  db.selectFrom('correction').select(['change', 'reason']).where('change', 'in', listed(at.changes)).compile(),
)
