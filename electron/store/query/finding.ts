import { loadIdentities, namedByStanding } from './identity.ts'
import { isPresent } from '../database/present.ts'
import { listed, query } from '../database/query.ts'
import { type Row, toRow } from '../row/rows.ts'
import { countMatches, findingMatches, newestMatches } from '../row/searchIndex.ts'
import type { SqlValue } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'

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
  /** The `next` of the page before; or, for any place of a long list, how many come before it. */
  readonly after?: string | undefined
  readonly offset?: number | undefined
}

export type FindingPage = {
  readonly rows: readonly FindingRow[]
  readonly total: number
  readonly next: string | undefined
}

/** Newest first (ids are UUIDv7), a page at a time, without the removed ones. */
export async function listFindings(tx: ReadTx, filter: FindingFilter): Promise<FindingPage> {
  const { limit, offset = 0, after } = filter
  const page = { limit: limit + 1, offset, after }
  const total = await countFindings(tx, filter)
  const ids = isTextOnly(filter) ? await newestMatches(tx, filter.text, page) : await newest(tx, filter, page)
  const shown = ids.slice(0, limit)
  const rows = shown.length === 0 ? [] : (await tx.run(selectShown, { ids: shown })).map(toFindingRow)
  return { rows: await namedByStanding(tx, rows), total, next: ids.length > limit ? shown.at(-1) : undefined }
}

const selectShown = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('finding')
    .leftJoin('visit', 'visit.id', 'finding.parent')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .selectAll('finding')
    .select(['visit.unit', 'unit.name as unitName', 'visit.mode', 'visit.visitedOn'])
    .select((eb) =>
      eb
        .selectFrom('evidence')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('evidence.parent', '=', 'finding.id')
        .where(isPresent('removed'))
        .as('evidence'),
    )
    .where('finding.id', 'in', listed(at.ids))
    .orderBy('finding.id', 'desc')
    .compile(),
)

type Page = { readonly limit: number; readonly offset: number; readonly after: string | undefined }

/** The page is chosen by ids alone, which an index holds: the rows before it are counted, not read. */
async function newest(tx: ReadTx, filter: FindingFilter, { limit, offset, after }: Page): Promise<readonly string[]> {
  let chosen = (await matching(tx, filter)).matched.select('finding.id')
  if (after !== undefined) chosen = chosen.where('finding.id', '<', after)
  const rows = await chosen.orderBy('finding.id', 'desc').limit(limit).offset(offset).execute()
  return rows.map(({ id }) => id)
}

/** Such a search is answered by the search index alone, which holds no removed finding. */
function isTextOnly<F extends Omit<FindingFilter, 'limit'>>(filter: F): filter is F & { readonly text: string } {
  const { text = '', visit, unit, mode, severity, state } = filter
  return text.trim() !== '' && [visit, unit, mode, severity, state].every((wanted) => wanted === undefined)
}

/** How many the filter lets through. */
export async function countFindings(tx: ReadTx, filter: Omit<FindingFilter, 'limit'>): Promise<number> {
  if (isTextOnly(filter)) return countMatches(tx, filter.text)
  const { matched } = await matching(tx, filter)
  const { total } = await matched.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return Number(total)
}

/**
 * Only what the indexes of `finding` hold is looked at, and a visit's unit or mode through the few visits. The search index
 * holds no removed finding, so what it finds is not looked at again.
 */
async function matching(tx: ReadTx, filter: Omit<FindingFilter, 'limit'>) {
  const { text, visit, unit, mode, severity, state } = filter
  const units = unit === undefined ? undefined : (await loadIdentities(tx, 'unit')).membersOf(unit)
  const isSearch = text !== undefined && text.trim() !== ''
  const matches = isSearch ? findingMatches(tx, text) : undefined
  const matched = tx.db
    .selectFrom('finding')
    .where((eb) => {
      if (matches !== undefined) return eb('finding.id', 'in', matches)
      return isSearch ? eb.lit(false) : isPresent('finding.removed')
    })
    .$if(visit !== undefined, (query) => query.where('finding.parent', '=', visit ?? ''))
    .$if(units !== undefined || mode !== undefined, (query) =>
      query.where('finding.parent', 'in', visitsOf(tx, { units, mode })),
    )
    .$if(severity !== undefined, (query) => query.where('finding.severity', '=', severity ?? 0))
    .$if(state === '缺项', (query) => query.where('finding.missing', '>', 0))
    .$if(state === '冲突', (query) => query.where('finding.conflicted', '=', 1))
  // In an object: a statement itself would be run by the await.
  return { matched }
}

type OfVisits = Pick<FindingFilter, 'mode'> & { readonly units: readonly string[] | undefined }

function visitsOf(tx: ReadTx, { units, mode }: OfVisits) {
  return tx.db
    .selectFrom('visit')
    .select('visit.id')
    .$if(units !== undefined, (query) => query.where('visit.unit', 'in', units ?? []))
    .$if(mode !== undefined, (query) => query.where('visit.mode', '=', mode ?? ''))
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
