import { sql } from 'kysely'
import { type Row, toRow } from './rows.ts'
import { findingMatches } from './searchIndex.ts'
import type { SqlValue } from './tables.ts'
import type { ReadTx } from './transaction.ts'

/** A finding with what its visit says; `evidence` counts its pieces without the removed ones. */
export type FindingRow = Row<'finding'> & {
  readonly unit: string | null
  readonly unitName: string | null
  readonly mode: '明察' | '暗访' | null
  readonly visitedOn: string | null
  readonly evidence: number
}

export type FindingFilter = {
  /** Every run of letters and digits in it must occur; one character is enough. */
  readonly text?: string | undefined
  readonly visit?: string | undefined
  readonly unit?: string | undefined
  readonly mode?: '明察' | '暗访' | undefined
  readonly severity?: number | undefined
  /** Only those that still miss something, or only those with two values of a field. */
  readonly state?: '缺项' | '冲突' | undefined
  readonly limit: number
  /** The `next` of the page before. */
  readonly after?: string | undefined
}

export type FindingPage = {
  readonly rows: readonly FindingRow[]
  readonly total: number
  readonly next: string | undefined
}

/** Newest first (ids are UUIDv7), a page at a time, without the removed ones. */
export async function listFindings(tx: ReadTx, filter: FindingFilter): Promise<FindingPage> {
  const { total } = await matching(tx, filter)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let query = matching(tx, filter)
  if (filter.after !== undefined) query = query.where('finding.id', '<', filter.after)
  const found = await query
    .selectAll('finding')
    .select(['visit.unit', 'unit.name as unitName', 'visit.mode', 'visit.visitedOn'])
    .select((eb) =>
      eb
        .selectFrom('evidence')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('evidence.parent', '=', 'finding.id')
        .where((removed) => removed.or([removed('removed', 'is', null), removed('removed', '=', 0)]))
        .as('evidence'),
    )
    .orderBy('finding.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const rows = found.slice(0, filter.limit).map(toFindingRow)
  return { rows, total: Number(total), next: found.length > filter.limit ? rows.at(-1)?.id : undefined }
}

function matching(tx: ReadTx, filter: FindingFilter) {
  const { text, visit, unit, mode, severity, state } = filter
  const matches = text === undefined || text.trim() === '' ? sql<boolean>`1 = 1` : findingMatches(text)
  return tx.db
    .selectFrom('finding')
    .leftJoin('visit', 'visit.id', 'finding.parent')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .where((eb) => eb.or([eb('finding.removed', 'is', null), eb('finding.removed', '=', 0)]))
    .where(matches ?? sql<boolean>`1 = 0`)
    .$if(visit !== undefined, (query) => query.where('finding.parent', '=', visit ?? ''))
    .$if(unit !== undefined, (query) => query.where('visit.unit', '=', unit ?? ''))
    .$if(mode !== undefined, (query) => query.where('visit.mode', '=', mode ?? ''))
    .$if(severity !== undefined, (query) => query.where('finding.severity', '=', severity ?? 0))
    .$if(state === '缺项', (query) => query.where('finding.missing', '>', 0))
    .$if(state === '冲突', (query) => query.where('finding.conflicted', '=', 1))
}

type FoundRow = { readonly id: string; readonly parent: string | null; readonly evidence: number | null } & {
  readonly unit: string | null
  readonly unitName: string | null
  readonly mode: string | null
  readonly visitedOn: string | null
}

function toFindingRow({
  unit,
  unitName,
  mode,
  visitedOn,
  evidence,
  ...row
}: FoundRow & Record<string, SqlValue>): FindingRow {
  return {
    ...toRow('finding', row),
    unit,
    unitName,
    mode: mode === '明察' || mode === '暗访' ? mode : null,
    visitedOn,
    evidence: Number(evidence ?? 0),
  }
}
