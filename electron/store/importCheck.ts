import type { BirthRecord } from '../contract/change.ts'
import { hashBirth } from '../crypto/change.ts'
import type { ImportManifest } from './importManifest.ts'
import { checkSignedHead } from './log.ts'
import type { ReadTx } from './transaction.ts'

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

/** Ranges that do not join what is here: their first headers name one that is not known. */
export async function findGaps(tx: ReadTx, importId: string, manifest: ImportManifest): Promise<readonly Gap[]> {
  const gaps: Gap[] = []
  for (const { birth, from } of manifest.ranges) {
    const first = await tx.db
      .selectFrom('local_stagedChange')
      .select('previous')
      .where('importId', '=', importId)
      .where('log', '=', birth.log)
      .where('number', '=', from)
      .execute()
    const before = await hashesBefore(tx, birth, from)
    if (first.every(({ previous }) => before.has(previous))) continue
    const log = await tx.db.selectFrom('log').select('number').where('id', '=', birth.log).executeTakeFirst()
    gaps.push({ log: birth.log, have: log?.number ?? 0, from })
  }
  return gaps
}

async function hashesBefore(tx: ReadTx, birth: BirthRecord, from: number): Promise<ReadonlySet<string>> {
  if (from === 1) return new Set([hashBirth(birth)])
  const rows = await tx.db
    .selectFrom('change')
    .select('hash')
    .where('log', '=', birth.log)
    .where('number', '=', from - 1)
    .execute()
  return new Set(rows.map((row) => row.hash))
}
