import type { Selectable } from 'kysely'
import type { ChangeBody, ChangeLine } from '../../contract/change.ts'
import type { Tables } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { blobsIn } from '../database/values.ts'
import { readBody } from '../log/readBody.ts'

/** Headers `from` to `to` of a log, with the bodies from number `bodiesFrom` on. */
export type LineRange = {
  readonly log: string
  readonly from: number
  readonly to: number
  readonly bodiesFrom: number
}

/** The lines of a package, log by log in the order of numbers, read page by page inside one snapshot. */
export async function* selectLines(tx: ReadTx, ranges: readonly LineRange[]): AsyncGenerator<ChangeLine> {
  for (const range of ranges) {
    for await (const page of pagesOf(tx, range)) {
      for (const row of page) yield toLine(row, row.number >= range.bodiesFrom)
    }
  }
}

/** The blobs that bodies inside these ranges name, each once. */
export async function blobsOf(tx: ReadTx, ranges: readonly LineRange[]): Promise<readonly string[]> {
  const blobs = new Set<string>()
  for await (const line of selectLines(tx, ranges)) for (const sha256 of blobsNamed(line)) blobs.add(sha256)
  return [...blobs]
}

/** The files that a line names: by its list, or one of schema 1 by its values. */
export function blobsNamed(line: ChangeLine): readonly string[] {
  if (line.state !== 'present') return []
  // Whoever cannot read the values carries and keeps the files all the same.
  if (line.body.blobs !== undefined) return line.body.blobs
  const body = readBody(line.header.schemaVersion, line.body)
  return typeof body === 'string' ? [] : blobsIn(body.entity, body.set)
}

const pageSize = 500

/** By number and, where two changes claim one, by hash; never more than a page in memory. */
async function* pagesOf(tx: ReadTx, { log, from, to }: LineRange) {
  for (let first = from; first <= to; first += pageSize) {
    yield await tx.db
      .selectFrom('change')
      .select(changeColumns)
      .where('log', '=', log)
      .where('number', '>=', first)
      .where('number', '<=', Math.min(to, first + pageSize - 1))
      .orderBy('number')
      .orderBy('hash')
      .execute()
  }
}

/** What a line is made of. */
export const changeColumns = [
  ...(['hash', 'log', 'number', 'clock', 'operation', 'previous', 'schemaVersion'] as const),
  ...(['bodyHash', 'bodyState', 'salt', 'body', 'sealed', 'erasedBy', 'erasedReason'] as const),
] as const
type LineRow = Pick<Selectable<Tables['change']>, (typeof changeColumns)[number]>

export function toLine(row: LineRow, withBody: boolean): ChangeLine {
  const { log, number, clock, operation, previous, schemaVersion } = row
  const header = { body: row.bodyHash, clock, log, number, operation, previous, schemaVersion }
  const { salt, body, sealed, erasedBy, erasedReason } = row
  if (row.bodyState === 'erased') {
    return { state: 'erased', header, erasedBy: erasedBy ?? '', erasedReason: erasedReason ?? '' }
  }
  if (withBody && row.bodyState === 'present' && salt !== null && body !== null) {
    return { state: 'present', header, salt, body: JSON.parse(body) as ChangeBody }
  }
  if (withBody && row.bodyState === 'sealed' && sealed !== null) return { state: 'sealed', header, sealed }
  return { state: 'withheld', header }
}
