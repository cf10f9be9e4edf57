import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The visible letter of each log. The last one given counts: headquarters re-registers. */
export async function loadLetters(tx: ReadTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.run(selectLetters, {})
  return new Map(rows.flatMap(({ log, letter }) => (log === null || letter === null ? [] : [[log, letter]])))
}

const selectLetters = query(({ db }) =>
  db.selectFrom('letter').select(['log', 'letter']).orderBy('clock').orderBy('changeLog').orderBy('changeId').compile(),
)
