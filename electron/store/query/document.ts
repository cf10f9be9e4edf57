import { namedByStanding } from './identity.ts'
import { isPresent } from '../database/present.ts'
import type { ReadTx } from '../database/transaction.ts'

/** A document with where it stands and what it is about, from columns alone. */
export type ListedDocument = {
  readonly id: string
  readonly kind: string | null
  readonly visit: string | null
  readonly visitNumber: string | null
  readonly visitedOn: string | null
  readonly mode: string | null
  readonly unit: string | null
  readonly unitName: string | null
  readonly state: string
  readonly version: number | null
  readonly signers: number
  readonly signed: number
  readonly waitsFor: readonly string[]
  readonly changed: string
  readonly grounds: string
}

export type DocumentFilter = {
  readonly kind?: string | undefined
  /** Only those in which something is still to be done. */
  readonly open?: boolean | undefined
  /** Only those that rest on what does not count any more. */
  readonly groundless?: boolean | undefined
  readonly limit: number
  readonly offset?: number | undefined
}

/** Those of the newest visits first, a page at a time, without the removed ones. */
export async function listDocuments(
  tx: ReadTx,
  filter: DocumentFilter,
): Promise<{ readonly rows: readonly ListedDocument[]; readonly total: number }> {
  const { total } = await matching(tx, filter)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const found = await matching(tx, filter)
    .select(['document.id', 'document.kind', 'document.parent', 'finding.parent as findingParent'])
    .select(['visit.number as visitNumber', 'visit.visitedOn', 'visit.mode', 'visit.unit', 'unit.name as unitName'])
    .select(['local_document.state', 'local_document.version', 'local_document.signers', 'local_document.signed'])
    .select(['local_document.waitsFor', 'local_document.changed', 'local_document.grounds'])
    .orderBy('visit.id', 'desc')
    .orderBy('document.id')
    .limit(filter.limit)
    .offset(filter.offset ?? 0)
    .execute()
  const rows = found.map(({ parent, findingParent, state, signers, signed, waitsFor, changed, grounds, ...row }) => ({
    ...row,
    visit: findingParent ?? parent,
    state: state ?? '草稿',
    signers: signers ?? 0,
    signed: signed ?? 0,
    waitsFor: (waitsFor ?? '').split(' ').filter((person) => person !== ''),
    changed: changed ?? '',
    grounds: grounds ?? '',
  }))
  return { rows: await namedByStanding(tx, rows), total: Number(total) }
}

function matching(tx: ReadTx, { kind, open, groundless }: DocumentFilter) {
  return (
    tx.db
      .selectFrom('document')
      // Ids are unique among all nouns: the parent of a memo is no finding.
      .leftJoin('finding', 'finding.id', 'document.parent')
      .leftJoin('visit', (join) =>
        join.on((eb) => eb('visit.id', '=', eb.fn.coalesce('finding.parent', 'document.parent'))),
      )
      .leftJoin('unit', 'unit.id', 'visit.unit')
      .leftJoin('local_document', 'local_document.id', 'document.id')
      .where(isPresent('document.removed'))
      .$if(kind !== undefined, (query) => query.where('document.kind', '=', kind ?? ''))
      .$if(groundless === true, (query) => query.where('local_document.grounds', '!=', ''))
      .$if(open === true, (query) =>
        query.where((eb) =>
          eb.or([eb('local_document.state', 'is', null), eb('local_document.state', 'not in', ['已签齐', '已作废'])]),
        ),
      )
  )
}

/** Which of these visits have a paper. */
export async function compiledAmong(tx: ReadTx, visits: readonly string[]): Promise<ReadonlySet<string>> {
  if (visits.length === 0) return new Set()
  const rows = await tx.db
    .selectFrom('document')
    .select('parent')
    .distinct()
    .where('parent', 'in', visits)
    .where(isPresent('removed'))
    .execute()
  return new Set(rows.flatMap(({ parent }) => parent ?? []))
}
