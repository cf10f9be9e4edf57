import { type RowEntity, rowEntities } from '../../contract/catalogue/catalogue.ts'
import { isMember } from '../../domain/log/operation.ts'
import { listed, query } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { headsOfRow } from '../row/foldedRow.ts'

/** A row that was removed, with who did it and when. */
export type RemovedRow = {
  readonly entity: RowEntity
  readonly id: string
  readonly parent: string | null
  readonly parentEntity: string | null
  readonly reason: string | null
  readonly at: string
  readonly by: string | null
}

/**
 * What was removed since then, of every noun, the last first; members of sets are no records of their own and come back by being
 * added again.
 */
export async function listRemoved(
  tx: ReadTx,
  { since, limit }: { readonly since: string; readonly limit: number },
): Promise<readonly RemovedRow[]> {
  const found: RemovedRow[] = []
  for (const entity of rowEntities.filter((noun) => !isMember(noun))) {
    const rows = await tx.catalogue
      .selectFrom<RowEntity>(entity)
      .selectAll()
      .where('removed', '=', 1)
      .$castTo<GenericRow>()
      .execute()
    const heads = new Map(rows.map((row) => [row, headsOfRow(entity, row)['removed']?.at(-1) ?? '']))
    const removals = new Map((await loadRemovals(tx, [...heads.values()])).map((change) => [change.hash, change]))
    for (const row of rows) {
      const { at = null, author = null } = removals.get(heads.get(row) ?? '') ?? {}
      if (at === null || at < since) continue
      const { id, parent, parentEntity = null, removedReason = null } = row
      found.push({
        entity,
        id,
        parent,
        at,
        by: author,
        parentEntity: textOf(parentEntity),
        reason: textOf(removedReason),
      })
    }
  }
  return found.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

async function loadRemovals(tx: ReadTx, hashes: readonly string[]) {
  const found = []
  for (const part of inParts(hashes)) found.push(...(await tx.run(selectRemovals, { hashes: part })))
  return found
}

const selectRemovals = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db.selectFrom('change').select(['hash', 'at', 'author']).where('hash', 'in', listed(at.hashes)).compile(),
)
