import { listed, query } from '../database/query.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'

/** The package by which a change came here. */
export type Brought = { readonly sender: string; readonly serial: number }

/** By change; one that was written here has none. */
export async function broughtBy(tx: ReadTx, changes: readonly string[]): Promise<ReadonlyMap<string, Brought>> {
  const found = new Map<string, Brought>()
  for (const part of inParts(changes)) {
    for (const { hash, sender, serial } of await tx.run(selectBrought, { hashes: part })) {
      found.set(hash, { sender, serial })
    }
  }
  return found
}

const selectBrought = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db
    .selectFrom('change')
    .innerJoin('local_import', 'local_import.id', 'change.importId')
    .select(['change.hash', 'local_import.sender', 'local_import.serial'])
    .where('change.hash', 'in', listed(at.hashes))
    .compile(),
)
