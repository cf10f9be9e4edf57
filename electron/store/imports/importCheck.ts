import type { BirthRecord } from '../../contract/change.ts'
import { hashBirth } from '../../crypto/change.ts'
import { firstClock } from '../log/clock.ts'
import type { ImportManifest } from '../change/importManifest.ts'
import { checkSignedHead } from '../log/log.ts'
import { follows, readStaged, selectStagedAt } from './staging.ts'
import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** Changes from `have + 1` to `from - 1` of a log are missing. */
export type Gap = { readonly log: string; readonly have: number; readonly from: number }

/** Every header that the manifest promises is staged. */
export async function isComplete(tx: ReadTx, importId: string, manifest: ImportManifest): Promise<boolean> {
  const rows = await tx.run(countStaged, { importId })
  const lines = rows.reduce((sum, row) => sum + Number(row.lines), 0)
  if (lines !== manifest.changes.count) return false
  const numbers = new Map(rows.map((row) => [row.log, Number(row.numbers)]))
  for (const { birth, from, to, head } of manifest.ranges) {
    if (numbers.get(birth.log) !== to - from + 1) return false
    const ends = await tx.run(selectStagedAt, { importId, log: birth.log, number: to })
    if (!ends.some(({ hash }) => hash === head)) return false
  }
  return true
}

const countStaged = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('local_stagedChange')
    .select((eb) => [
      'log',
      eb.fn.countAll<number>().as('lines'),
      eb.fn.count<number>('number').distinct().as('numbers'),
    ])
    .where('importId', '=', at.importId)
    .groupBy('log')
    .compile(),
)

/** Problem `log.headInvalid`. */
export function checkHeads(manifest: ImportManifest): void {
  for (const { birth, to, head, signedHead } of manifest.ranges) {
    checkSignedHead({ log: birth.log, number: to, hash: head, signature: signedHead }, birth.publicKey)
  }
}

/** Ranges that do not join what is here: their first headers name one that is not known, or set its clock back. */
export async function findGaps(tx: ReadTx, importId: string, manifest: ImportManifest): Promise<readonly Gap[]> {
  const gaps: Gap[] = []
  for (const { birth, from } of manifest.ranges) {
    const first = await tx.run(selectStagedAt, { importId, log: birth.log, number: from })
    const before = await clocksBefore(tx, birth, from)
    const headers = first.map((row) => readStaged(row).line.header)
    if (headers.every(({ previous, clock }) => follows(clock, before.get(previous)))) continue
    const log = await tx.db.selectFrom('log').select('number').where('id', '=', birth.log).executeTakeFirst()
    gaps.push({ log: birth.log, have: log?.number ?? 0, from })
  }
  return gaps
}

async function clocksBefore(tx: ReadTx, birth: BirthRecord, from: number): Promise<ReadonlyMap<string, string>> {
  if (from === 1) return new Map([[hashBirth(birth), firstClock]])
  const rows = await tx.run(selectClocksAt, { log: birth.log, number: from - 1 })
  return new Map(rows.map(({ hash, clock }) => [hash, clock]))
}

const selectClocksAt = query(({ db }, at: { readonly log: string; readonly number: number }) =>
  db.selectFrom('change').select(['hash', 'clock']).where('log', '=', at.log).where('number', '=', at.number).compile(),
)
