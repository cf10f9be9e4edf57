import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { query } from '../database/query.ts'
import { breathe, inParts, type ReadTx, type WriteTx } from '../database/transaction.ts'
import { loadGiven } from '../log/headquarters.ts'
import { noteUndo } from '../log/operations.ts'
import { loadAcceptedOf } from '../log/storedChange.ts'
import { appendSaid, type Operation, pieceSize } from '../change/changeLog.ts'
import type { Said } from '../change/said.ts'
import { type Kept, putBack, type UndoneRow, undoneRow } from './undoneRow.ts'
import { unmake } from './unmaking.ts'

/** Undoing an undo is how something is done again. */
export type Undo = Operation & { readonly undoes: string }

/**
 * Takes an operation of the own log back by a new one: what it changed gets back what was there before, and what it made is
 * removed. What others have changed meanwhile stays and is told (decisions.md 13, 83, 96).
 */
export async function undo(tx: WriteTx, operation: Undo): Promise<readonly Kept[]> {
  await noteUndo(tx, operation)
  const done = await loadOperation(tx, operation.log, operation.undoes)
  const made = new Set(done.flatMap(({ isNew, entityId }) => (isNew === 1 ? [entityId] : [])))
  const hashes = new Set(done.map(({ hash }) => hash))
  const kept: Kept[] = []
  for (const part of inParts([...new Set(done.map(({ entityId }) => entityId))], pieceSize)) {
    const said: Said[] = []
    for (const row of await loadUndone(tx, hashes, part)) {
      const result = row.isMade ? await unmake(tx, row, made) : putBack(row)
      said.push(...result.said)
      kept.push(...result.kept)
    }
    if (said.length > 0) await appendSaid(tx, operation, said)
    await breathe()
  }
  return kept
}

/** What an operation did to rows, as far as it counts. */
async function loadOperation(tx: ReadTx, log: string, operation: string) {
  const rows = await tx.run(selectOperation, { log, operation })
  return rows.flatMap(({ entity, entityId, ...change }) =>
    entity !== null && entityId !== null && isRowEntity(entity) ? [{ ...change, entityId }] : [],
  )
}

const selectOperation = query(({ db }, at: { readonly log: string; readonly operation: string }) =>
  db
    .selectFrom('change')
    .select(['hash', 'entity', 'entityId', 'isNew'])
    .where('log', '=', at.log)
    .where('operation', '=', at.operation)
    .where('importId', 'is', null)
    .where('included', '=', 1)
    .orderBy('number')
    .compile(),
)

/** These rows, as the operation has left them and others since. */
async function loadUndone(
  tx: ReadTx,
  done: ReadonlySet<string>,
  ids: readonly string[],
): Promise<readonly UndoneRow[]> {
  const headquarters = (await loadGiven(tx)).headquartersLogs
  const changes = Map.groupBy(await loadAcceptedOf(tx, ids), ({ entity, entityId }) => `${entity} ${entityId}`)
  return [...changes.values()].flatMap((all) => {
    const own = all.filter(({ id }) => done.has(id))
    return undoneRow(own, all, headquarters) ?? []
  })
}
