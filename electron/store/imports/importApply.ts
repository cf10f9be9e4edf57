import { applyPart, projectDueRow } from '../change/apply.ts'
import { isAhead } from '../log/clock.ts'
import { readManifest } from '../change/importManifest.ts'
import { forgetChoices } from './choices.ts'
import { inChunks } from './chunks.ts'
import { query } from '../database/query.ts'
import { findFallen, readStaged } from './staging.ts'
import type { Store } from '../store.ts'
import type { ArrivingChange } from '../log/storedChange.ts'
import { touch, type WriteTx } from '../database/transaction.ts'

/**
 * Lets the tables follow an accepted import, chunk by chunk, so that a save waits for one chunk at most. Each chunk is
 * one transaction that also forgets its staged lines: killed anywhere, it goes on where it stopped.
 */
export async function applyStaged(store: Store, importId: string): Promise<void> {
  await store.blobs.adoptStaged(importId)
  await inChunks(store, (tx, size) => applyPiece(tx, importId, size))
}

async function applyPiece(tx: WriteTx, importId: string, size: number): Promise<number> {
  const rows = await tx.run(selectNext, { importId, size })
  if (rows.length === 0) return (await projectDueRow(tx)) ? 1 : finish(tx, importId)
  const now = tx.now()
  const lines = rows.map((row) => ({ ...readStaged(row), base: row.base }))
  const fallen = await findFallen(tx, lines)
  const changes = lines.map(({ hash, line, bodyText }): ArrivingChange => {
    const ahead = isAhead(line.header.clock, now)
    return { hash, line, bodyText, importId, ahead, fallen: fallen.has(hash) }
  })
  await applyPart(tx, changes)
  await adoptClocks(tx, changes)
  for (const [priority, taken] of Map.groupBy(rows, (row) => row.priority)) {
    await tx.run(deleteStaged, { importId, priority, last: taken.at(-1)?.seq ?? 0 })
  }
  return rows.length
}

const selectNext = query(({ db }, at: { readonly importId: string; readonly size: number }) =>
  db
    .selectFrom('local_stagedChange')
    .select(['priority', 'seq', 'hash', 'line', 'base'])
    .where('importId', '=', at.importId)
    .orderBy('priority')
    .orderBy('seq')
    .limit(at.size)
    .compile(),
)
type Taken = { readonly importId: string; readonly priority: number; readonly last: number }
const deleteStaged = query(({ db }, at: Taken) =>
  db
    .deleteFrom('local_stagedChange')
    .where('importId', '=', at.importId)
    .where('priority', '=', at.priority)
    .where('seq', '<=', at.last)
    .compile(),
)

async function adoptClocks(tx: WriteTx, changes: readonly ArrivingChange[]): Promise<void> {
  const adopted = changes.filter((change) => !change.ahead).map((change) => change.line.header)
  for (const [log, headers] of Map.groupBy(adopted, (header) => header.log)) {
    const clock = headers.reduce((highest, header) => (header.clock > highest ? header.clock : highest), '')
    await tx.run(adoptClock, { log, clock })
  }
}

const adoptClock = query(({ db }, { log, clock }: { readonly log: string; readonly clock: string }) =>
  db.updateTable('log').set({ clock }).where('id', '=', log).where('clock', '<', clock).compile(),
)

/** All changes are in: the logs are here up to the heads of the package. */
async function finish(tx: WriteTx, importId: string): Promise<0> {
  const [row] = await tx.run(selectManifest, { importId })
  if (row?.state !== 'applying') return 0
  const { ranges } = readManifest(row.manifest)
  for (const { birth, to, head } of ranges) await tx.run(raiseHead, { log: birth.log, to, head })
  await tx.run(endImport, { importId })
  await forgetChoices(tx, importId)
  // Also where all of it went to quarantine.
  touch(tx, 'package', importId)
  return 0
}

const selectManifest = query(({ db }, at: { readonly importId: string }) =>
  db.selectFrom('local_import').select(['manifest', 'state']).where('id', '=', at.importId).compile(),
)
// Of two heads at one number (a forked log) the smaller hash, whichever came first.
const raiseHead = query(({ db }, at: { readonly log: string; readonly to: number; readonly head: string }) =>
  db
    .updateTable('log')
    .set({ number: at.to, head: at.head })
    .where('id', '=', at.log)
    .where((eb) => eb.or([eb('number', '<', at.to), eb.and([eb('number', '=', at.to), eb('head', '>', at.head)])]))
    .compile(),
)
const endImport = query(({ db }, at: { readonly importId: string }) =>
  db.updateTable('local_import').set({ state: 'applied' }).where('id', '=', at.importId).compile(),
)
