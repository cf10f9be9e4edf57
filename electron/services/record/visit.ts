import { type MadeId, newRecord } from '../host/newRecord.ts'
import type { RowValues } from '../../contract/catalogue/catalogue.ts'
import { type InspectorRole, leadsVisit } from '../../contract/catalogue/inspection.ts'
import { pairId } from '../../store/change/idProof.ts'
import { visitProblems } from '../../domain/visit.ts'
import { countFindings } from '../../store/query/finding.ts'
import { findStanding, loadIdentities, withStanding } from '../../store/query/identity.ts'
import { getRow, headsOf, listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { listVisits, type VisitRow } from '../../store/query/visit.ts'
import { ownTeam } from '../trust/ownTeam.ts'
import { reading, writing, type Draft, type WritingContext } from '../host/procedure.ts'
import { recordEdit } from './correction.ts'
import { nextOrdinal } from './ordinal.ts'
import { requirePresent } from './present.ts'
import { viewRow } from './row.ts'

/** Visits: one team at one unit on one day, with the people who went. */

const list = reading.visit.list.handler(async ({ input, context: { tx } }) => {
  const { rows } = await listVisits(tx, input)
  return Promise.all(rows.map((row) => viewVisit(tx, row)))
})

const page = reading.visit.page.handler(async ({ input, context: { tx } }) => {
  const { rows, total, next = null } = await listVisits(tx, input)
  return { visits: await Promise.all(rows.map((row) => viewVisit(tx, row))), total, next }
})

const get = reading.visit.get.handler(async ({ input, context: { tx } }) => {
  const visit = await viewVisit(tx, await visitRow(tx, input.id))
  return {
    visit,
    seen: await headsOf(tx, 'visit', input.id),
    problems: [...visitProblems(visit, visit.inspectors.length)],
  }
})

const save = writing.visit.save.handler(async ({ input, context }) => {
  const { tx, session, record } = context
  const isNew = input.id === undefined
  const named = input.id === undefined ? await newVisit(context, input.set.campaign ?? null) : { id: input.id }
  const { id } = named
  if (!isNew) await requirePresent(tx, 'visit', id)
  const ordinal = isNew ? { ordinal: await nextOrdinal(tx, 'visit', session.workspace.log) } : {}
  const drafts: readonly Draft[] = [
    { entity: 'visit', ...named, set: { ...input.set, ...ordinal }, ...(input.seen && { replaces: input.seen }) },
    ...(input.inspectors === undefined ? [] : await inspectorDrafts(tx, id, input.inspectors)),
  ]
  if (isNew) await record(drafts)
  else await recordEdit(context, { of: { entity: 'visit', id }, drafts, reason: input.reason })
  return { id }
})

export const visit = { list, page, get, save }

export type Inspector = { readonly person: string; readonly role: InspectorRole }

/** Each person once, whoever was named for her; who leads under one name leads. */
export async function inspectorsOf(tx: ReadTx, visit: string): Promise<readonly Inspector[]> {
  const { representativeOf } = await loadIdentities(tx, 'person')
  const people = new Map<string, Inspector>()
  for (const { person: named, role } of await namedInspectors(tx, visit)) {
    const person = representativeOf(named)
    const known = people.get(person)
    if (known === undefined || leadsVisit({ role })) people.set(person, { person, role })
  }
  return [...people.values()]
}

async function namedInspectors(tx: ReadTx, visit: string): Promise<readonly Inspector[]> {
  const rows = await listRows(tx, 'visitInspector', { parent: visit })
  return rows.flatMap(({ person, role }) => (person === null || role === null ? [] : [{ person, role }]))
}

/** For the campaign and the team that are fixed with it: whose it is, and all that stands under it. */
async function newVisit(context: WritingContext, campaign: string | null): Promise<MadeId> {
  const team = await ownTeam(context.tx, context.session.workspace.log, campaign)
  return newRecord(context, { entity: 'visit', campaign: campaign ?? undefined, team })
}

async function visitRow(tx: ReadTx, id: string): Promise<VisitRow> {
  const row = await getRow(tx, 'visit', id)
  const unit = await findStanding(tx, 'unit', row.unit)
  return { ...row, unitName: unit?.name ?? null, findings: await countFindings(tx, { visit: id }) }
}

async function viewVisit(tx: ReadTx, row: VisitRow) {
  return {
    ...viewRow('visit')(await withStanding(tx, 'visit', row)),
    number: row.number,
    unitName: row.unitName ?? '单位未到达本机',
    findings: row.findings,
    inspectors: [...(await inspectorsOf(tx, row.id))],
  }
}

/**
 * A member of a set has the id of the pair, so that two people who add the same one make one row (decisions.md 5). Who is here
 * under another name that is hers stays under it.
 */
async function inspectorDrafts(tx: ReadTx, visit: string, wanted: readonly Inspector[]): Promise<readonly Draft[]> {
  const { representativeOf } = await loadIdentities(tx, 'person')
  const present = await namedInspectors(tx, visit)
  const staying = wanted.map(({ person, role }) => {
    const named = present.find((one) => representativeOf(one.person) === representativeOf(person))
    return { person: named?.person ?? person, role }
  })
  const people = new Set(staying.map(({ person }) => person))
  const leaving = present.filter(({ person }) => !people.has(person))
  return [
    ...staying.map(({ person, role }) => inspectorDraft(visit, person, { person, role, removed: false })),
    ...leaving.map(({ person }) => inspectorDraft(visit, person, { removed: true })),
  ]
}

function inspectorDraft(visit: string, person: string, set: Partial<RowValues<'visitInspector'>>): Draft {
  return { entity: 'visitInspector', id: pairId('visitInspector', visit, person), parent: visit, set }
}
