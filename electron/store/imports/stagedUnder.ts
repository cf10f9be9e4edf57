import { canBeParent } from '../../contract/catalogue/catalogue.ts'
import type { ChangeLine } from '../../contract/change.ts'
import { arrivedChange, type KnownChange } from '../log/storedChange.ts'
import { listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'
import { readStaged } from './staging.ts'

/**
 * These rows of a staged package and all that is made under them there, by `entity id`: a record that does not count keeps
 * nothing that hangs on it.
 */
export async function withAllUnder(tx: ReadTx, importId: string, rows: readonly string[]): Promise<readonly string[]> {
  const found = new Set(rows)
  if (!rows.some((name) => canBeParent(name.split(' ')[0] ?? ''))) return rows
  const above = new Set(rows.flatMap((name) => name.split(' ')[1] ?? []))
  for (let before = 0; before !== found.size;) {
    before = found.size
    await goThrough(tx, importId, { above, found })
  }
  return [...found]
}

type Found = { readonly above: Set<string>; readonly found: Set<string> }

/** Of several logs a later one may hold what an earlier one stands under: so once more where something was found. */
async function goThrough(tx: ReadTx, importId: string, { above, found }: Found): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: readonly { readonly seq: number; readonly hash: string; readonly line: string }[] = await tx.run(
      selectAfter,
      { importId, after },
    )
    for (const row of page) {
      const { line } = readStaged(row)
      if (line.state !== 'present' || line.body.parent === undefined || !above.has(line.body.parent)) continue
      above.add(line.body.id)
      found.add(`${line.body.entity} ${line.body.id}`)
    }
    after = page.at(-1)?.seq
  }
}

const selectAfter = query(({ db }, at: { readonly importId: string; readonly after: number }) =>
  db
    .selectFrom('local_stagedChange')
    .leftJoin('change', 'change.hash', 'local_stagedChange.hash')
    .select(['local_stagedChange.seq', 'local_stagedChange.hash', 'line'])
    .where('local_stagedChange.importId', '=', at.importId)
    .where('change.hash', 'is', null)
    .where('local_stagedChange.seq', '>', at.after)
    .orderBy('local_stagedChange.seq')
    .limit(1000)
    .compile(),
)

/** The changes of these rows or events that the package brings and that are not here yet, readable or not. */
export async function stagedChangesOf(
  tx: ReadTx,
  importId: string,
  ids: readonly string[],
): Promise<readonly { readonly hash: string; readonly name: string; readonly known: KnownChange | undefined }[]> {
  const rows = await tx.run(selectOf, { importId, ids })
  return rows.map(({ hash, line: text, entity, entityId }) => {
    // Written by this program after checking it.
    const line = JSON.parse(text) as ChangeLine
    return { hash, name: `${entity} ${entityId}`, known: arrivedChange({ hash, line, importId, ahead: false }) }
  })
}

const selectOf = query(({ db }, at: { readonly importId: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_stagedChange')
    .leftJoin('change', 'change.hash', 'local_stagedChange.hash')
    .select(['local_stagedChange.hash', 'line', 'local_stagedChange.entity', 'local_stagedChange.entityId'])
    .where('local_stagedChange.importId', '=', at.importId)
    .where('local_stagedChange.entityId', 'in', listed(at.ids))
    .where('change.hash', 'is', null)
    .compile(),
)
