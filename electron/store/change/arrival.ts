import { isEntity, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { spokenOf } from '../row/spokenOf.ts'
import { type KnownChange, loadChanges } from '../log/storedChange.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'

/**
 * Since when a change that came in a package has been here: the time of the acceptance, ISO 8601 UTC. It is the trusted
 * "existed by" time of what it says (electron/README §6), so only the event that was written here is asked: others accept the
 * same packages by clocks of their own. Changes made here are not in the result.
 */
export async function arrivalsOf(tx: ReadTx, changes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const part of inParts(changes)) {
    const rows = await tx.db
      .selectFrom('change')
      .innerJoin('local_import', 'local_import.id', 'change.importId')
      .innerJoin('change as acceptance', 'acceptance.entityId', 'local_import.accepted')
      .select(['change.hash', 'acceptance.at'])
      .where('change.hash', 'in', part)
      .where('acceptance.importId', 'is', null)
      .execute()
    for (const { hash, at } of rows) {
      if (at === null) continue
      const known = found.get(hash)
      if (known === undefined || at < known) found.set(hash, at)
    }
  }
  return found
}

/** A value by the change that set it, as a printed memo names it. */
type Head = { readonly entity: string; readonly id: string; readonly field: string; readonly change: string }

/**
 * Which of these the log here does not bear out: the change is absent or does not count, and headquarters does not say it again
 * either; or it set something else.
 */
export async function unprovedHeads<H extends Head>(tx: ReadTx, heads: readonly H[]): Promise<readonly H[]> {
  const known = new Map<string, KnownChange>()
  for (const part of inParts([...new Set(heads.map(({ change }) => change))])) {
    for (const change of await loadChanges(tx, part)) if (change.included) known.set(change.id, change)
  }
  const left = heads.filter(({ entity, id, field, change }) => {
    const found = known.get(change)
    return found?.entity !== entity || found.entityId !== id || !Object.hasOwn(found.set, field)
  })
  const again = await headsSaidAgain(tx, left)
  return left.filter((head) => !again.has(head))
}

/** A change that is not here may be said again by one that is: its row knows. */
async function headsSaidAgain<H extends Head>(tx: ReadTx, heads: readonly H[]): Promise<ReadonlySet<H>> {
  const found = new Set<H>()
  for (const some of Map.groupBy(heads, ({ entity, id }) => `${entity} ${id}`).values()) {
    const [{ entity, id } = { entity: '', id: '' }] = some
    if (!isEntity(entity) || !isRowEntity(entity)) continue
    const spoken = await spokenOf(tx, { entity, id })
    for (const head of some) if (spoken.get(head.field)?.some((value) => value.id === head.change)) found.add(head)
  }
  return found
}
