import type { ReadTx } from './transaction.ts'

/** Numbers of the other findings that hold the same bytes (D9). */
export async function findingsHolding(tx: ReadTx, sha256: string, except?: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('evidence')
    .innerJoin('finding', 'finding.id', 'evidence.parent')
    .select('finding.number')
    .distinct()
    .where('evidence.content', '=', sha256)
    .where((eb) => eb.or([eb('evidence.removed', 'is', null), eb('evidence.removed', '=', 0)]))
    .$if(except !== undefined, (query) => query.where('finding.id', '<>', except ?? ''))
    .orderBy('finding.number')
    .execute()
  return rows.map(({ number }) => number)
}
