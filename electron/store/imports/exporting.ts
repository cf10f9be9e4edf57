import type { Selectable } from 'kysely'
import type { ChangeBody, ChangeLine } from '../../contract/change.ts'
import { blobFieldsOf } from '../../contract/catalogue/catalogue.ts'
import { upcast } from '../../domain/upcast.ts'
import type { Tables } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { conforms } from '../database/values.ts'

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

/** What a line asks of the blobs: nothing where its body does not speak the catalogue's terms. */
export function blobsNamed(line: ChangeLine): readonly string[] {
  if (line.state !== 'present') return []
  const body = upcast(line.header.schemaVersion, line.body)
  if (body === undefined || !conforms(body)) return []
  return blobFieldsOf(body.entity).flatMap((field) => {
    const sha256 = body.set[field]
    return typeof sha256 === 'string' ? [sha256] : []
  })
}

const pageSize = 500

/** By number and, where two changes claim one, by hash; never more than a page in memory. */
async function* pagesOf(tx: ReadTx, { log, from, to }: LineRange) {
  for (let first = from; first <= to; first += pageSize) {
    yield await tx.db
      .selectFrom('change')
      .selectAll()
      .where('log', '=', log)
      .where('number', '>=', first)
      .where('number', '<=', Math.min(to, first + pageSize - 1))
      .orderBy('number')
      .orderBy('hash')
      .execute()
  }
}

function toLine(row: Selectable<Tables['change']>, withBody: boolean): ChangeLine {
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
