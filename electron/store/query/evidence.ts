import { isPresent } from '../database/present.ts'
import { like } from '../database/like.ts'
import { namedByStanding, unitsAlsoNamed } from './identity.ts'
import { type Row, toRow } from '../row/rows.ts'
import type { ReadTx } from '../database/transaction.ts'

/** Numbers of the other findings that hold the same bytes. */
export async function findingsHolding(tx: ReadTx, sha256: string, except?: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('evidence')
    .innerJoin('finding', 'finding.id', 'evidence.parent')
    .select('finding.number')
    .distinct()
    .where('evidence.content', '=', sha256)
    .where(isPresent('evidence.removed'))
    .$if(except !== undefined, (query) => query.where('finding.id', '<>', except ?? ''))
    .orderBy('finding.number')
    .execute()
  return rows.map(({ number }) => number)
}

export type FoundEvidence = Row<'evidence'> & {
  readonly findingNumber: string
  readonly findingTitle: string | null
  readonly unit: string | null
  readonly unitName: string | null
}
export type EvidencePage = {
  readonly rows: readonly FoundEvidence[]
  readonly total: number
  readonly next: string | undefined
}

export type EvidenceFilter = {
  /** Looked for in the caption, the number, the file's name and the unit's. */
  readonly text?: string | undefined
  readonly limit: number
  /** The `next` of the page before; or, for any place of a long list, how many come before it. */
  readonly after?: string | undefined
  readonly offset?: number | undefined
}

/** Evidence of all findings, newest first (ids are UUIDv7), a page at a time, without the removed pieces and findings. */
export async function listAllEvidence(tx: ReadTx, filter: EvidenceFilter): Promise<EvidencePage> {
  const also = await unitsAlsoNamed(tx, filter.text ?? '')
  const { total } = await matching(tx, filter.text, also)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let query = matching(tx, filter.text, also)
  if (filter.after !== undefined) query = query.where('evidence.id', '<', filter.after)
  const found = await query
    .selectAll('evidence')
    .select(['finding.number as findingNumber', 'finding.title as findingTitle', 'unit.name as unitName', 'visit.unit'])
    .orderBy('evidence.id', 'desc')
    .limit(filter.limit + 1)
    .offset(filter.offset ?? 0)
    .execute()
  const rows = found.slice(0, filter.limit).map(({ findingNumber, findingTitle, unitName, unit, ...row }) => ({
    ...toRow('evidence', row),
    findingNumber,
    findingTitle,
    unitName,
    unit,
  }))
  return {
    rows: await namedByStanding(tx, rows),
    total: Number(total),
    next: found.length > filter.limit ? rows.at(-1)?.id : undefined,
  }
}

function matching(tx: ReadTx, text = '', also: readonly string[] = []) {
  return tx.db
    .selectFrom('evidence')
    .innerJoin('finding', 'finding.id', 'evidence.parent')
    .leftJoin('visit', 'visit.id', 'finding.parent')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .where(isPresent('evidence.removed'))
    .where(isPresent('finding.removed'))
    .$if(text.trim() !== '', (query) =>
      query.where((eb) =>
        eb.or([
          ...(also.length === 0 ? [] : [eb('visit.unit', 'in', also)]),
          like(eb.ref('evidence.caption'), text),
          like(eb.ref('evidence.number'), text),
          like(eb.ref('evidence.fileName'), text),
          like(eb.ref('unit.name'), text),
        ]),
      ),
    )
}
