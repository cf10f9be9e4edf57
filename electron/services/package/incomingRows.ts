import { isEntity } from '../../contract/catalogue/catalogue.ts'
import type * as z from 'zod'
import type { IncomingKind, incomingRow } from '../../contract/exchange/incoming.ts'
import { entityLabel, fieldLabel, type FieldOf } from '../../domain/fieldLabel.ts'
import { refusalText } from '../../domain/rights/authorise.ts'
import { canBeUndone } from '../../store/change/decisions.ts'
import { choicesOf, type RowChoice } from '../../store/imports/choices.ts'
import { declinationsOf, type ImportedRow, importedRows } from '../../store/imports/importedRows.ts'
import { type ImportPlan, planRows } from '../../store/imports/importPlan.ts'
import type { PlannedRow } from '../../store/imports/plannedRows.ts'
import type { RefusedChange } from '../../store/imports/stagedEntities.ts'
import { stagedLines } from '../../store/imports/staging.ts'
import type { ReadTx } from '../../store/store.ts'
import { type Names, namesIn } from '../record/recordName.ts'
import { displacedTexts } from './refusedChanges.ts'

export type IncomingRow = z.infer<typeof incomingRow>

type Wanted = {
  readonly importId: string
  readonly plan: ImportPlan
  readonly meeting: readonly string[]
  readonly kind: IncomingKind
  readonly offset: number
  readonly limit: number
}

/** One page of what a staged package would do: only the rows that are seen are looked at again. */
export async function stagedRows(
  tx: ReadTx,
  { importId, plan, meeting, kind, offset, limit }: Wanted,
): Promise<{ readonly total: number; readonly rows: IncomingRow[] }> {
  const names = namesIn(tx, importId)
  const choices = await choicesOf(tx, importId)
  const on = <T>(list: readonly T[]) => list.slice(offset, offset + limit)
  if (kind === 'refused') {
    const rows = await viewEach(on(plan.refused), (one) => viewRefusedRow(names, one))
    return { total: plan.refused.length, rows }
  }
  const listed = plan.rows[kind] ?? []
  if (kind === 'future') {
    const lines = await stagedLines(tx, importId, on(listed))
    return { total: listed.length, rows: await viewEach(lines, (line) => viewFutureRow(names, line, choices)) }
  }
  const planned = await planRows(tx, importId, { names: on(listed), meeting })
  return { total: listed.length, rows: await viewEach(planned, (row) => viewPlannedRow(names, row, choices)) }
}

/** One after the other: they share what they look up. */
async function viewEach<T>(some: readonly T[], view: (one: T) => Promise<IncomingRow>): Promise<IncomingRow[]> {
  const rows: IncomingRow[] = []
  for (const one of some) rows.push(await view(one))
  return rows
}

/** One page of what a package brought when it was taken in, with what was decided about it. */
export async function acceptedRows(
  tx: ReadTx,
  importId: string,
  at: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: IncomingRow[] }> {
  const names = namesIn(tx)
  const { total, rows } = await importedRows(tx, importId, at)
  const declinations = await declinationsOf(
    tx,
    importId,
    rows.map(({ entity, id }) => `${entity} ${id}`),
  )
  const reasons = new Map(declinations.map(({ name, reason }) => [name, reason ?? '']))
  const view = async ({ entity, id, author, at: writtenAt, reason, canDecline }: ImportedRow): Promise<IncomingRow> => {
    const declined = reasons.get(`${entity} ${id}`)
    const refused = reason === null ? '' : refusalText(reason)
    return {
      ...(await unnamed(names, { id: `${entity} ${id}`, entity, entityId: id, author: author ?? undefined })),
      at: writtenAt,
      note: declined ?? refused,
      choice: declined === undefined ? null : 'declined',
      canDecline,
    }
  }
  return { total, rows: await viewEach(rows, view) }
}

type Choices = ReadonlyMap<string, RowChoice>

async function viewPlannedRow(names: Names, row: PlannedRow, choices: Choices): Promise<IncomingRow> {
  const { entity, id, accepted, after, displaced, isHere } = row
  const last = accepted.at(-1)
  const set = Object.assign({}, ...accepted.map((change) => change.set)) as PlannedRow['accepted'][number]['set']
  const place = { parent: after?.parent ?? last?.parent, parentEntity: after?.parentEntity ?? last?.parentEntity }
  const choice = choices.get(`${entity} ${id}`)
  const whose =
    displaced === undefined ? '' : `${await names.authorOf(displaced.author)}写的，${displacedTexts[displaced.how]}`
  return {
    id: `${entity} ${id}`,
    entity,
    entityId: id,
    noun: entityLabel(entity),
    name: isHere
      ? await names.nameOfRecord({ entity, id })
      : await names.nameOf(entity, { ...set, ...after?.values, ...place }),
    author: await names.authorOf(last?.author),
    at: last?.at ?? '',
    fields: isHere ? await differences(names, row, set) : [],
    note: choice?.reason ?? whose,
    choice: choice?.choice ?? null,
    canDecline: accepted.some(canBeUndone),
  }
}

/** What is shown now beside what comes; of a conflict too, in which both stay. */
async function differences(names: Names, { entity, before }: PlannedRow, set: PlannedRow['accepted'][number]['set']) {
  const fields: { label: string; from: string; to: string }[] = []
  for (const [field, value] of Object.entries(set)) {
    const now = before?.values[field] ?? null
    if (now === value) continue
    // Set by a change that was held to the catalogue.
    const label = fieldLabel(entity, field as FieldOf<typeof entity>)
    const [from, to] = [await names.valueText(entity, field, now), await names.valueText(entity, field, value)]
    fields.push({ label, from: shortened(from), to: shortened(to) })
  }
  return fields
}

const mostCharacters = 60

function shortened(text: string): string {
  const characters = Array.from(text)
  if (text === '') return '未填'
  return characters.length <= mostCharacters ? text : `${characters.slice(0, mostCharacters).join('')}…`
}

async function viewRefusedRow(
  names: Names,
  { change, entity, id, author, reason }: RefusedChange,
): Promise<IncomingRow> {
  return {
    ...(await unnamed(names, { id: change, entity, entityId: id, author })),
    at: '',
    note: refusalText(reason),
    choice: null,
    canDecline: false,
  }
}

type FutureLine = Awaited<ReturnType<typeof stagedLines>>[number]

async function viewFutureRow(names: Names, { hash, line }: FutureLine, choices: Choices): Promise<IncomingRow> {
  const { entity = '', id = '', author, at = '' } = line.state === 'present' ? line.body : {}
  const choice = choices.get(`${entity} ${id}`)
  return {
    ...(await unnamed(names, { id: hash, entity, entityId: id, author })),
    at,
    note: choice?.reason ?? '由新版本写入，升级后显示。',
    choice: choice?.choice ?? null,
    canDecline: true,
  }
}

type Unnamed = {
  readonly id: string
  readonly entity: string
  readonly entityId: string
  readonly author: string | undefined
}

async function unnamed(names: Names, { id, entity, entityId, author }: Unnamed) {
  const known = isEntity(entity)
  return {
    id,
    entity,
    entityId,
    noun: known ? entityLabel(entity) : '新内容',
    name: known ? await names.nameOfRecord({ entity, id: entityId }) : '',
    author: await names.authorOf(author),
    fields: [],
  }
}
