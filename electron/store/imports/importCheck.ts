import type { BirthRecord } from '../../contract/change.ts'
import { hashBirth } from '../../crypto/change.ts'
import { firstClock } from '../log/clock.ts'
import type { ImportManifest } from '../change/importManifest.ts'
import { checkSignedHead } from '../log/log.ts'
import { follows, readStaged } from './staging.ts'
import type { ReadTx } from '../database/transaction.ts'

/** Changes from `have + 1` to `from - 1` of a log are missing. */
export type Gap = { readonly log: string; readonly have: number; readonly from: number }

/** Every header that the manifest promises is staged. */
export async function isComplete(tx: ReadTx, importId: string, manifest: ImportManifest): Promise<boolean> {
  const rows = await tx.db
    .selectFrom('local_stagedChange')
    .select((eb) => [
      'log',
      eb.fn.countAll<number>().as('lines'),
      eb.fn.count<number>('number').distinct().as('numbers'),
    ])
    .where('importId', '=', importId)
    .groupBy('log')
    .execute()
  const lines = rows.reduce((sum, row) => sum + Number(row.lines), 0)
  if (lines !== manifest.changes.count) return false
  const numbers = new Map(rows.map((row) => [row.log, Number(row.numbers)]))
  for (const { birth, from, to, head } of manifest.ranges) {
    if (numbers.get(birth.log) !== to - from + 1) return false
    if (!(await isStaged(tx, importId, birth.log, to, head))) return false
  }
  return true
}

async function isStaged(tx: ReadTx, importId: string, log: string, number: number, hash: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('local_stagedChange')
    .select('seq')
    .where('importId', '=', importId)
    .where('log', '=', log)
    .where('number', '=', number)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row !== undefined
}

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
    const first = await tx.db
      .selectFrom('local_stagedChange')
      .select(['hash', 'line'])
      .where('importId', '=', importId)
      .where('log', '=', birth.log)
      .where('number', '=', from)
      .execute()
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
  const rows = await tx.db
    .selectFrom('change')
    .select(['hash', 'clock'])
    .where('log', '=', birth.log)
    .where('number', '=', from - 1)
    .execute()
  return new Map(rows.map(({ hash, clock }) => [hash, clock]))
}
