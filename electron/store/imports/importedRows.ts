import { canBeParent } from '../../contract/catalogue/catalogue.ts'
import type { ChangeBody } from '../../contract/change.ts'
import { canBeUndone } from '../change/decisions.ts'
import { type KnownChange, knownColumns, toKnownChange } from '../log/storedChange.ts'
import { inRanges } from '../log/ranges.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { rangesOfImport } from './acceptedImports.ts'

/** What became of a row that a package brought: of all its changes there. */
export type ImportedRow = {
  readonly entity: string
  readonly id: string
  readonly author: string | null
  readonly at: string
  readonly declined: boolean
  readonly reason: KnownChange['reason']
  readonly canDecline: boolean
}

/** The rows and events that a package brought, a page of them in the order of their ids. */
export async function importedRows(
  tx: ReadTx,
  importId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: readonly ImportedRow[] }> {
  const ranges = await rangesOfImport(tx, importId)
  const named = () =>
    tx.db
      .selectFrom('change')
      .where('importId', '=', importId)
      .where((eb) => inRanges(eb, ranges))
      .where('entityId', 'is not', null)
      .where('entity', 'is not', null)
      .groupBy(['entity', 'entityId'])
  const all = await tx.db
    .selectFrom(named().select('entityId').as('row'))
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const page = await named()
    .select(['entity', 'entityId'])
    .orderBy('entityId')
    .orderBy('entity')
    .limit(limit)
    .offset(offset)
    .execute()
  const ids = page.flatMap(({ entityId }) => entityId ?? [])
  const changes = Map.groupBy(await changesOf(tx, importId, ids), ({ entity, entityId }) => `${entity} ${entityId}`)
  return {
    total: Number(all.total),
    rows: page.map(({ entity, entityId }) =>
      toRow(`${entity} ${entityId}`, changes.get(`${entity} ${entityId}`) ?? []),
    ),
  }
}

type Brought = Awaited<ReturnType<typeof changesOf>>[number]

function toRow(name: string, changes: readonly Brought[]): ImportedRow {
  const [entity = '', id = ''] = name.split(' ')
  const last = changes.at(-1)
  return {
    entity,
    id,
    author: last?.author ?? null,
    at: last?.at ?? '',
    declined: changes.some(({ declined }) => declined === 1),
    reason: changes.find(({ reason }) => reason !== null)?.reason ?? null,
    canDecline: changes.some(isUndone),
  }
}

function isUndone(row: Brought): boolean {
  if (row.verdict === 'future') return true
  const known = toKnownChange(row)
  return known !== undefined && canBeUndone(known)
}

/** What may be declined of these rows as this package brought them. */
export async function declinable(tx: ReadTx, importId: string, rows: readonly string[]): Promise<readonly string[]> {
  const wanted = new Set(rows)
  const found: string[] = []
  for (const part of inParts(rows)) {
    const ids = part.flatMap((name) => name.split(' ')[1] ?? [])
    for (const change of await changesOf(tx, importId, ids)) {
      const isWanted = wanted.has(`${change.entity} ${change.entityId}`) && change.declined === 0
      if (isWanted && isUndone(change)) found.push(change.hash)
    }
  }
  return found
}

function changesOf(tx: ReadTx, importId: string, ids: readonly string[]) {
  return tx.db
    .selectFrom('change')
    .select([...knownColumns, 'entity', 'entityId', 'author', 'at', 'declined'])
    .where('entityId', 'in', ids)
    .where('importId', '=', importId)
    .orderBy('seq')
    .execute()
}

/** The declinations that stand of these rows as this package brought them: the events that say so. */
export async function declinationsOf(
  tx: ReadTx,
  importId: string,
  rows: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string; readonly reason: string | null }[]> {
  const found: { id: string; name: string; reason: string | null }[] = []
  const wanted = new Set(rows)
  for (const part of inParts(rows)) {
    const ids = part.flatMap((name) => name.split(' ')[1] ?? [])
    const declined = await tx.db
      .selectFrom('change')
      .innerJoin('changeDeclined', 'changeDeclined.change', 'change.hash')
      .leftJoin('changeReadmitted', 'changeReadmitted.parent', 'changeDeclined.id')
      .select(['changeDeclined.id', 'changeDeclined.reason', 'change.entity', 'change.entityId'])
      .where('change.entityId', 'in', ids)
      .where('change.importId', '=', importId)
      .where('changeReadmitted.id', 'is', null)
      .execute()
    for (const { id, reason, entity, entityId } of declined) {
      const name = `${entity} ${entityId}`
      if (wanted.has(name)) found.push({ id, name, reason })
    }
  }
  return found
}

/** These rows and, of those that the package made, all that it made under them. */
export async function withImportedUnder(
  tx: ReadTx,
  importId: string,
  rows: readonly string[],
): Promise<readonly string[]> {
  const found = new Set(rows)
  if (!rows.some((name) => canBeParent(name.split(' ')[0] ?? ''))) return rows
  const makings = await makingsOf(tx, importId)
  const made = new Set(makings.map(({ id }) => id))
  const above = new Set(rows.flatMap((name) => name.split(' ')[1] ?? []).filter((id) => made.has(id)))
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const { entity, id, parent } of makings) {
      if (parent === undefined || !above.has(parent)) continue
      above.add(id)
      found.add(`${entity} ${id}`)
    }
  }
  return [...found]
}

const pageSize = 5000

async function makingsOf(tx: ReadTx, importId: string) {
  const made: { entity: string; id: string; parent: string | undefined }[] = []
  for (const { log, from, to } of await rangesOfImport(tx, importId)) {
    for (let at = from; at <= to; at += pageSize) {
      const rows = await tx.db
        .selectFrom('change')
        .select(['entity', 'entityId', 'body'])
        .where('log', '=', log)
        .where('number', '>=', at)
        .where('number', '<', Math.min(at + pageSize, to + 1))
        .where('importId', '=', importId)
        .where('isNew', '=', 1)
        .execute()
      for (const { entity, entityId, body } of rows) {
        if (entity === null || entityId === null || body === null) continue
        made.push({ entity, id: entityId, parent: (JSON.parse(body) as ChangeBody).parent })
      }
    }
  }
  return made
}
