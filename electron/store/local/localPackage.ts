import type { Selectable } from 'kysely'
import type { PackageState } from '../../contract/exchange/sync.ts'
import type { LocalTables } from '../database/localTables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'
import { touch } from '../database/transaction.ts'
import type { RecordCounts } from '../../domain/recordWords.ts'

/** A package that was written or taken in here. `peer` is the log of its recipient (out) or of its sender (in). */
export type LocalPackage = {
  readonly id: string
  readonly direction: 'out' | 'in'
  readonly peer: string
  readonly serial: number
  readonly fileName: string
  /** SHA-256 of the manifest, hex: the package's name in receipts. */
  readonly manifest: string
  readonly ranges: readonly PackageRange[]
  readonly madeAt: string
  /** Log of the first recipient where that was another one: the serial is of its series, not of ours (decisions.md 29). */
  readonly forwardedFor: string | null
  readonly receivedAt: string | null
  /** When the peer's receipt arrived. */
  readonly receiptAt: string | null
  readonly state: PackageState
  /** How many records it speaks of; undefined where an older program noted nothing. */
  readonly records: RecordCounts | undefined
}

/** Numbers of a log that the package carried, both ends included. */
export type PackageRange = { readonly log: string; readonly from: number; readonly to: number }

export type PackageDraft = Omit<LocalPackage, 'receivedAt' | 'receiptAt' | 'forwardedFor' | 'records'> & {
  readonly records?: RecordCounts
  readonly receivedAt?: string
  readonly forwardedFor?: string | undefined
}

/** Adds a package, or replaces what was noted of the same id; a receipt that came stays. */
export async function putPackage(tx: WriteTx, { id, ...draft }: PackageDraft): Promise<void> {
  const { receivedAt = null, forwardedFor = null } = draft
  const records = draft.records === undefined ? null : JSON.stringify(draft.records)
  const row = { ...draft, ranges: JSON.stringify(draft.ranges), records, receivedAt, forwardedFor }
  await tx.db
    .insertInto('local_package')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  touch(tx, 'package', id)
}

/** Newest first. */
export async function listPackages(tx: ReadTx): Promise<readonly LocalPackage[]> {
  const rows = await tx.db
    .selectFrom('local_package')
    .selectAll()
    .orderBy('madeAt', 'desc')
    .orderBy('serial', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

export async function findPackage(tx: ReadTx, id: string): Promise<LocalPackage | undefined> {
  const row = await tx.db.selectFrom('local_package').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function setPackageState(tx: WriteTx, id: string, state: PackageState): Promise<void> {
  await tx.db.updateTable('local_package').set({ state }).where('id', '=', id).execute()
  touch(tx, 'package', id)
}

/** Serials per recipient run from 1 without gaps, and one that was given out is never given again. */
export async function nextSerial(tx: ReadTx, peer: string): Promise<number> {
  const row = await tx.db
    .selectFrom('local_package')
    .select(({ fn }) => fn.max('serial').as('last'))
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

/**
 * Last number of a log that a package to this peer carried, 0 before the first. What the peer refused, what was taken back
 * and what nobody has saved yet counts as unsent.
 */
export async function lastSentNumber(tx: ReadTx, peer: string, log: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('local_package')
    .select('ranges')
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('state', 'not in', ['待保存', '已拒绝', '已撤回'])
    .execute()
  const sent = rows.flatMap(({ ranges }) => rangesOf(ranges)).filter((range) => range.log === log)
  return Math.max(0, ...sent.map((range) => range.to))
}

/** Last number of a log that any package carried which went out, 0 where none did. */
export async function lastNumberOut(tx: ReadTx, log: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('local_package')
    .select('ranges')
    .where('direction', '=', 'out')
    .where('state', 'not in', ['待保存', '已撤回'])
    .execute()
  const out = rows.flatMap(({ ranges }) => rangesOf(ranges)).filter((range) => range.log === log)
  return Math.max(0, ...out.map((range) => range.to))
}

const mostMissing = 1000

/**
 * Serials below this one that the sender has given and we have neither taken in nor declared lost; at most 1000, because
 * the sender chooses the serial.
 */
export async function missingSerials(tx: ReadTx, sender: string, serial: number): Promise<readonly number[]> {
  const here = await tx.db
    .selectFrom('local_package')
    .select('serial')
    .where('direction', '=', 'in')
    .where('peer', '=', sender)
    .where('forwardedFor', 'is', null)
    .where('state', '=', '已导入')
    .execute()
  const lost = await tx.db.selectFrom('packageLost').select('serial').where('sender', '=', sender).execute()
  const known = new Set([...here, ...lost].map((row) => row.serial))
  const missing: number[] = []
  for (let number = 1; number < serial && missing.length < mostMissing; number += 1) {
    if (!known.has(number)) missing.push(number)
  }
  return missing
}

function fromRow(row: Selectable<LocalTables['local_package']>): LocalPackage {
  // `state` is written by this file only.
  const records = row.records === null ? undefined : (JSON.parse(row.records) as RecordCounts)
  return { ...row, ranges: rangesOf(row.ranges), records, state: row.state as PackageState }
}

function rangesOf(json: string): readonly PackageRange[] {
  return JSON.parse(json) as PackageRange[]
}
