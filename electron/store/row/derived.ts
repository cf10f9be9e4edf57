import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { missingFields } from '../../domain/finding.ts'
import { findingNumber, visitNumber } from '../../domain/number.ts'
import { listed, query } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { valuesFromSql } from '../database/values.ts'

/** Visible letter per log. */
export type Letters = ReadonlyMap<string, string>

/**
 * Rows with the columns that follow from themselves: the visible number, and how much a finding misses (decision 9). The
 * facts are pure functions of domain/, here they are only gathered.
 */
export async function deriveOwn(
  tx: ReadTx,
  entity: RowEntity,
  rows: readonly GenericRow[],
  letters: Letters,
): Promise<readonly GenericRow[]> {
  if (entity === 'visit') return rows.map((row) => ({ ...row, number: numberOf(row, letters, visitNumber) }))
  if (entity !== 'finding') return rows
  const ids = rows.map((row) => row.id)
  const counted = await tx.run(countEvidence, { findings: ids })
  const counts = new Map(counted.map(({ parent, count }) => [parent, Number(count)]))
  return rows.map((row) => ({
    ...row,
    number: numberOf(row, letters, findingNumber),
    missing: missingFields(valuesFromSql('finding', row), { evidenceCount: counts.get(row.id) ?? 0 }).length,
  }))
}

const countEvidence = query(({ db }, at: { readonly findings: readonly string[] }) =>
  db
    .selectFrom('evidence')
    .select((eb) => ['parent', eb.fn.countAll<number>().as('count')])
    .where('parent', 'in', listed(at.findings))
    .where((eb) => eb.or([eb('removed', 'is', null), eb('removed', '=', 0)]))
    .groupBy('parent')
    .compile(),
)

function numberOf(
  row: GenericRow,
  letters: Letters,
  write: (letter: string | null, log: string, ordinal: number) => string,
): string {
  const { ordinal, numberLog } = row
  if (typeof ordinal !== 'number' || typeof numberLog !== 'string') return ''
  return write(letters.get(numberLog) ?? null, numberLog, ordinal)
}
