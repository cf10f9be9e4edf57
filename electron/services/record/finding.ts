import { newRecord } from '../host/newRecord.ts'
import { fieldsOf, rows, type RowValues } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { fieldLabel } from '../../domain/fieldLabel.ts'
import { missingFields } from '../../domain/finding.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { findStanding } from '../../store/query/identity.ts'
import { listFindings, type FindingRow } from '../../store/query/finding.ts'
import { conflictsOf, findRow, getRow, headsOf, listRows } from '../../store/row/rows.ts'
import { highestPositions } from '../../store/query/ordinal.ts'
import type { ReadTx } from '../../store/store.ts'
import { reading, writing } from '../host/procedure.ts'
import { recordEdit } from './correction.ts'
import { nextOrdinal, positionAfterLast } from './ordinal.ts'
import { refusePrinted, requirePresent } from './present.ts'
import { namesIn } from './recordName.ts'
import { viewRow } from './row.ts'

/** Findings: what the inspectors found against a risk point, fact, rule and opinion apart (47号 第十四条). */

const list = reading.finding.list.handler(async ({ input, context: { tx } }) => {
  const page = await listFindings(tx, input)
  return {
    findings: page.rows.map(viewFinding),
    total: page.total,
    next: page.next ?? null,
  }
})

const get = reading.finding.get.handler(async ({ input, context: { tx } }) => {
  const finding = viewFinding(await findingRow(tx, input.id))
  return {
    finding,
    seen: await headsOf(tx, 'finding', input.id),
    missing: missingFields(finding, { evidenceCount: finding.evidence }).map((field) => ({
      field,
      label: fieldLabel('finding', field),
    })),
    conflicts: await conflictViews(tx, input.id),
  }
})

const save = writing.finding.save.handler(async ({ input, context }) => {
  const { tx, session, record } = context
  if (input.id !== undefined) {
    await requirePresent(tx, 'finding', input.id)
    const of = { entity: 'finding', id: input.id } as const
    const edited = { ...of, set: input.set, ...(input.seen && { replaces: input.seen }) }
    await recordEdit(context, { of, drafts: [edited], reason: input.reason })
    return { id: input.id }
  }
  if (input.visit === undefined) throw new Problem('record.notFound', {})
  await requirePresent(tx, 'visit', input.visit)
  const made = newRecord(context, { entity: 'finding', parent: input.visit })
  const set: Partial<RowValues<'finding'>> = {
    ...input.set,
    ordinal: await nextOrdinal(tx, 'finding', session.workspace.log),
    position: input.set.position ?? positionAfterLast(await highestPositions(tx, 'finding', input.visit)),
  }
  await record([{ entity: 'finding', ...made, parent: input.visit, set }])
  return { id: made.id }
})

const saveMany = writing.finding.saveMany.handler(async ({ input: { ids, set }, context: { tx, record } }) => {
  for (const id of ids) await requirePresent(tx, 'finding', id)
  await record(ids.map((id) => ({ entity: 'finding', id, set })))
  return { count: ids.length }
})

const copy = writing.finding.copy.handler(async ({ input, context }) => {
  const { tx, session, record } = context
  const { parent, ...original } = await getRow(tx, 'finding', input.id)
  if (parent === null) throw new Problem('record.notFound', {})
  await requirePresent(tx, 'visit', parent)
  const made = newRecord(context, { entity: 'finding', parent })
  const written = Object.fromEntries(
    Object.keys(rows.finding.fields).map((field) => [field, Reflect.get(original, field)]),
  )
  const set: Partial<RowValues<'finding'>> = {
    ...written,
    ordinal: await nextOrdinal(tx, 'finding', session.workspace.log),
    position: positionAfterLast(await highestPositions(tx, 'finding', parent)),
  }
  await record([{ entity: 'finding', ...made, parent, set }])
  return { id: made.id }
})

const remove = writing.finding.remove.handler(async ({ input, context }) => {
  await requirePresent(context.tx, 'finding', input.id)
  await refusePrinted(context.tx, 'finding', input.id)
  await context.record([{ entity: 'finding', id: input.id, set: { removed: true, removedReason: input.reason } }])
  return { id: input.id }
})

export const finding = { list, get, save, saveMany, copy, remove }

async function findingRow(tx: ReadTx, id: string): Promise<FindingRow> {
  const row = await getRow(tx, 'finding', id)
  const visit = row.parent === null ? undefined : await findRow(tx, 'visit', row.parent)
  const unit = await findStanding(tx, 'unit', visit?.unit ?? null)
  return {
    ...row,
    unit: visit?.unit ?? null,
    unitName: unit?.name ?? null,
    mode: visit?.mode ?? null,
    visitedOn: visit?.visitedOn ?? null,
    evidence: (await listRows(tx, 'evidence', { parent: id })).length,
  }
}

function viewFinding(row: FindingRow) {
  return {
    ...viewRow('finding')(row),
    number: row.number,
    branch: row.riskPoint === null ? '' : branchOf(row.riskPoint),
    unitName: row.unitName ?? '单位未到达本机',
    mode: row.mode ?? '',
    visitedOn: row.visitedOn,
    missing: row.missing,
    conflicted: row.conflicted,
    evidence: row.evidence,
  }
}

async function conflictViews(tx: ReadTx, id: string) {
  const names = namesIn(tx)
  const views = []
  for (const { field, values } of await conflictsOf(tx, 'finding', id)) {
    const told = values.map(async ({ change, value, author, at }, index) => ({
      change,
      value,
      author: await names.authorOf(author),
      at,
      shown: index === 0,
    }))
    views.push({ field, label: labelOf(field), values: await Promise.all(told) })
  }
  return views
}

function labelOf(field: string): string {
  return fieldsOf('finding')[field]?.label ?? field
}
