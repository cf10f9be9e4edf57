import { isRowEntity, parentsOf, rowEntities } from '../../contract/catalogue/catalogue.ts'
import type { ChangeBody } from '../../contract/change.ts'
import { isPresent } from '../database/present.ts'
import type { ReadTx } from '../database/transaction.ts'
import { rangesOfImport } from './acceptedImports.ts'
import { inRanges } from '../log/ranges.ts'

export type Resting = { readonly entity: string; readonly id: string; readonly author: string | null }
/** `signed` of `signers`; `brought`: by the package itself. */
export type RestingPaper = {
  readonly id: string
  readonly signed: number
  readonly signers: number
  readonly brought: boolean
}

export type RestsOnImport = {
  readonly edits: readonly Resting[]
  readonly under: readonly Resting[]
  readonly papers: readonly RestingPaper[]
}

/**
 * What of others rests on what a package brought, of what counts now: edits that take the place of its values, records under
 * records that it made, papers that it brought or that print its rows. Reads columns, and the bodies of such edits alone.
 */
export async function restsOnImport(tx: ReadTx, importId: string): Promise<RestsOnImport> {
  return {
    edits: await laterEdits(tx, importId),
    under: await standingUnder(tx, importId),
    papers: await papersOn(tx, importId),
  }
}

/** Of the import: what is to be joined with what others wrote. */
async function brought(tx: ReadTx, importId: string) {
  const ranges = await rangesOfImport(tx, importId)
  return () =>
    tx.db
      .selectFrom('change')
      .where('change.importId', '=', importId)
      .where((eb) => inRanges(eb, ranges))
}

async function laterEdits(tx: ReadTx, importId: string): Promise<readonly Resting[]> {
  const own = await brought(tx, importId)
  const rows = await tx.db
    .with('brought', () => own().select('change.entityId as id').distinct())
    .selectFrom('change')
    .innerJoin('brought', 'brought.id', 'change.entityId')
    .select(['change.entity', 'change.entityId', 'change.author', 'change.body'])
    .where('change.included', '=', 1)
    .where('change.isNew', '=', 0)
    .where((eb) => eb.or([eb('change.importId', 'is', null), eb('change.importId', '<>', importId)]))
    .execute()
  if (rows.length === 0) return []
  const hashes = new Set((await own().select('change.hash').execute()).map(({ hash }) => hash))
  const found = new Map<string, Resting>()
  for (const { entity, entityId, author, body } of rows) {
    if (entity === null || entityId === null || body === null) continue
    // Written by this program or taken in after checking.
    const { replaces } = JSON.parse(body) as ChangeBody
    if (!Object.values(replaces).some((ids) => ids.some((id) => hashes.has(id)))) continue
    found.set(`${entity} ${entityId}`, { entity, id: entityId, author })
  }
  return [...found.values()]
}

async function standingUnder(tx: ReadTx, importId: string): Promise<readonly Resting[]> {
  const own = await brought(tx, importId)
  const found: Resting[] = []
  for (const entity of rowEntities.filter((one) => parentsOf(one).some(isRowEntity))) {
    const rows = await tx.db
      .with('made', () => own().select('change.entityId as id').distinct().where('change.isNew', '=', 1))
      // Every noun has these two columns; which one it is does not matter to the statement.
      .selectFrom(`${entity} as row` as 'finding as row')
      .innerJoin('made', 'made.id', 'row.parent')
      .innerJoin('change as making', (join) => join.onRef('making.entityId', '=', 'row.id').on('making.isNew', '=', 1))
      .select(['row.id', 'making.author'])
      .distinct()
      .where('making.included', '=', 1)
      .where((eb) => eb.or([eb('making.importId', 'is', null), eb('making.importId', '<>', importId)]))
      .execute()
    found.push(...rows.map(({ id, author }) => ({ entity, id, author })))
  }
  return found
}

async function papersOn(tx: ReadTx, importId: string): Promise<readonly RestingPaper[]> {
  const own = await brought(tx, importId)
  const rows = await tx.db
    .with('brought', () => own().select('change.entityId as id').distinct())
    .with('made', () => own().select('change.entityId as id').distinct().where('change.isNew', '=', 1))
    .selectFrom('document')
    .leftJoin('local_document', 'local_document.id', 'document.id')
    .leftJoin('made', 'made.id', 'document.id')
    .select(['document.id', 'local_document.signed', 'local_document.signers', 'made.id as made'])
    .where(isPresent('document.removed'))
    .where((eb) =>
      eb.or([
        eb('made.id', 'is not', null),
        eb.exists(
          eb
            .selectFrom('local_printedRow')
            .innerJoin('brought', 'brought.id', 'local_printedRow.id')
            .select('local_printedRow.id')
            .whereRef('local_printedRow.document', '=', 'document.id'),
        ),
      ]),
    )
    .orderBy('document.id')
    .execute()
  return rows.map(({ id, signed, signers, made }) => ({
    id,
    signed: signed ?? 0,
    signers: signers ?? 0,
    brought: made !== null,
  }))
}
