import { inParts, type ReadTx } from './transaction.ts'

/**
 * Since when a change that came in a package has been here: the time of the acceptance, ISO 8601 UTC. It is the trusted
 * "existed by" time of what it says (DESIGN §6). Changes made here are not in the result.
 */
export async function arrivalsOf(tx: ReadTx, changes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const part of inParts(changes)) {
    const rows = await tx.db
      .selectFrom('change')
      .innerJoin('local_import', 'local_import.id', 'change.importId')
      .innerJoin('packageAccepted', 'packageAccepted.package', 'local_import.package')
      .select(['change.hash', 'packageAccepted.at'])
      .where('change.hash', 'in', part)
      .execute()
    for (const { hash, at } of rows) {
      const known = found.get(hash)
      if (known === undefined || at < known) found.set(hash, at)
    }
  }
  return found
}

/** Which of these changes are not in the log here. */
export async function absentChanges(tx: ReadTx, changes: readonly string[]): Promise<readonly string[]> {
  const present = new Set<string>()
  for (const part of inParts(changes)) {
    const rows = await tx.db.selectFrom('change').select('hash').where('hash', 'in', part).execute()
    for (const { hash } of rows) present.add(hash)
  }
  return changes.filter((change) => !present.has(change))
}
