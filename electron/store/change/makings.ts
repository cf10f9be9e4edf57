import type { ChangeLine } from '../../contract/change.ts'
import type { ReadTx } from '../database/transaction.ts'
import { listed, query } from '../database/query.ts'
import { arrivedChange, type KnownChange, knownColumns, toKnownChange } from '../log/storedChange.ts'

/**
 * The changes that make these rows or events, whatever their verdict: a row may have thousands of others. `staged`: also
 * those of this import, which have not been taken in.
 */
export async function loadMakings(
  tx: ReadTx,
  ids: readonly string[],
  staged?: string,
): Promise<readonly KnownChange[]> {
  if (ids.length === 0) return []
  const stored = (await tx.run(selectMakings, { ids })).flatMap((row) => toKnownChange(row) ?? [])
  if (staged === undefined) return stored
  const lines = await tx.run(selectStaged, { importId: staged, ids })
  const coming = lines.flatMap(({ hash, line: text }) => {
    const line = JSON.parse(text) as ChangeLine
    return arrivedChange({ hash, line, importId: staged, ahead: false }) ?? []
  })
  return [...stored, ...coming.filter((change) => change.isNew)]
}

const selectMakings = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .select(knownColumns)
    .where('entityId', 'in', listed(at.ids))
    .where('isNew', '=', 1)
    .where('verdict', 'in', ['accepted', 'refused'])
    .compile(),
)

const selectStaged = query(({ db }, at: { readonly importId: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_stagedChange')
    .select(['hash', 'line'])
    .where('importId', '=', at.importId)
    .where('entityId', 'in', listed(at.ids))
    .compile(),
)
