import { isPresent } from '../database/present.ts'
import { like } from '../database/like.ts'
import { namedByStanding, unitsAlsoNamed } from './identity.ts'
import { type Row, toRow } from '../row/rows.ts'
import type { ReadTx } from '../database/transaction.ts'

/** A visit with its unit's name, and how many findings it has without the removed ones. */
export type VisitRow = Row<'visit'> & { readonly unitName: string | null; readonly findings: number }

export type VisitFilter = {
  /** Looked for in the unit's name, the place and the number. */
  readonly text?: string | undefined
  readonly mode?: '明察' | '暗访' | undefined
  readonly limit: number
  /** The `next` of the page before; or, for any place of a long list, how many come before it. */
  readonly after?: string | undefined
  readonly offset?: number | undefined
}

export type VisitPage = {
  readonly rows: readonly VisitRow[]
  readonly total: number
  readonly next: string | undefined
}

/** Newest first (ids are UUIDv7), a page at a time, without the removed ones. */
export async function listVisits(tx: ReadTx, filter: VisitFilter): Promise<VisitPage> {
  const also = await unitsAlsoNamed(tx, filter.text ?? '')
  const { total } = await matching(tx, filter, also)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let query = matching(tx, filter, also)
  if (filter.after !== undefined) query = query.where('visit.id', '<', filter.after)
  const found = await query
    .selectAll('visit')
    .select('unit.name as unitName')
    .select((eb) =>
      eb
        .selectFrom('finding')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('finding.parent', '=', 'visit.id')
        .where(isPresent('removed'))
        .as('findings'),
    )
    .orderBy('visit.id', 'desc')
    .limit(filter.limit + 1)
    .offset(filter.offset ?? 0)
    .execute()
  const rows = found.slice(0, filter.limit).map(({ unitName, findings, ...row }) => ({
    ...toRow('visit', row),
    unitName,
    findings: Number(findings ?? 0),
  }))
  const named = await namedByStanding(tx, rows)
  return { rows: named, total: Number(total), next: found.length > filter.limit ? rows.at(-1)?.id : undefined }
}

function matching(tx: ReadTx, { text = '', mode }: VisitFilter, also: readonly string[]) {
  return tx.db
    .selectFrom('visit')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .where(isPresent('visit.removed'))
    .$if(mode !== undefined, (query) => query.where('visit.mode', '=', mode ?? ''))
    .$if(text.trim() !== '', (query) =>
      query.where((eb) =>
        eb.or([
          like(eb.ref('unit.name'), text),
          like(eb.ref('visit.place'), text),
          like(eb.ref('visit.number'), text),
          ...(also.length === 0 ? [] : [eb('visit.unit', 'in', also)]),
        ]),
      ),
    )
}
