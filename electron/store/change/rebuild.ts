import { entities, isEntity } from '../../contract/catalogue/catalogue.ts'
import { projectAnew } from './apply.ts'
import { decisionEntities, refreshDecisions } from './decisions.ts'
import { rejudgeLogs } from './judging.ts'
import { settleAgain } from './reauthorise.ts'
import { clearSearchIndex } from '../row/searchIndex.ts'
import type { Store } from '../store.ts'
import { firstVerdict, knownColumns, toKnownChange } from '../log/storedChange.ts'
import { breathe, type WriteTx } from '../database/transaction.ts'
import { loadTrust, trustEntities, trustOf } from './trust.ts'
import type { ChangeBody } from '../../contract/change.ts'

/**
 * Empties every noun and event table and the search index and makes them anew from the change log: a repair, a test, and
 * what `mingcha check` compares with. One transaction.
 *
 * @internal
 */
export function rebuildTables(store: Store): Promise<void> {
  return store.write(rebuildWithin)
}

export async function rebuildWithin(tx: WriteTx): Promise<void> {
  for (const entity of entities) await tx.catalogue.deleteFrom(entity).execute()
  await clearSearchIndex(tx)
  await readAgain(tx)
  await judgeAll(tx)
  await projectPages(tx, decisionEntities)
  await decideAll(tx)
  await projectPages(tx, [])
}

/** Takes every verdict back, and reads what could not be read before. */
async function readAgain(tx: WriteTx): Promise<void> {
  tx.memory.trust = undefined
  await tx.db
    .updateTable('change')
    .set({ verdict: 'refused', reason: null, included: 0, declined: 0, withdrawn: 0 })
    .where('verdict', 'in', ['accepted', 'refused'])
    .execute()
  const unread = await tx.db
    .selectFrom('change')
    .select(['hash', 'schemaVersion', 'body', 'fallen'])
    .where('verdict', 'in', ['future', 'invalid'])
    .execute()
  for (const { hash, schemaVersion, body, fallen } of unread) {
    if (body === null) continue
    const verdict = firstVerdict(schemaVersion, JSON.parse(body) as ChangeBody, fallen === 1)
    await tx.db.updateTable('change').set({ verdict }).where('hash', '=', hash).execute()
  }
}

async function judgeAll(tx: WriteTx): Promise<void> {
  await settleAgain(tx, await trustOf(tx))
  const logs = await tx.db.selectFrom('log').select('id').orderBy('id').execute()
  const trust = await loadTrust(tx)
  for await (const _ of rejudgeLogs(
    tx,
    logs.map((log) => log.id),
    trust,
  ))
    await breathe()
}

async function decideAll(tx: WriteTx): Promise<void> {
  const rows = await tx.db
    .selectFrom('change')
    .select(knownColumns)
    .where('entity', 'in', [...decisionEntities])
    .where('included', '=', 1)
    .execute()
  await refreshDecisions(
    tx,
    rows.flatMap((row) => toKnownChange(row) ?? []),
  )
}

const pageSize = 500

/** All rows and events in the order of their ids; of these kinds only, where some are named. */
async function projectPages(tx: WriteTx, kinds: readonly string[]): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const rows = await tx.db
      .selectFrom('change')
      .select(['entityId', 'entity'])
      .distinct()
      .where('included', '=', 1)
      .where('entity', 'not in', [...trustEntities])
      .$if(kinds.length > 0, (query) => query.where('entity', 'in', kinds))
      .where('entityId', '>', from)
      .orderBy('entityId')
      .limit(pageSize)
      .execute()
    const last = rows.at(-1)?.entityId ?? undefined
    // The last id may have more kinds than this page shows, so it is taken again with the next one.
    const whole = rows.length < pageSize ? rows : rows.filter((row) => row.entityId !== last)
    await projectAnew(
      tx,
      whole.flatMap(({ entity, entityId }) =>
        entity !== null && entityId !== null && isEntity(entity) ? [{ entity, entityId }] : [],
      ),
    )
    after = rows.length < pageSize ? undefined : (whole.at(-1)?.entityId ?? undefined)
    await breathe()
  }
}
