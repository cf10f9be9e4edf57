import { campaignCode, evidenceNumber } from '../../domain/number.ts'
import { deriveOwn, type Letters } from './derived.ts'
import { loadRows, type Written, type WrittenRows } from './projectRows.ts'
import { listed, query } from '../database/query.ts'
import { indexFindings } from './searchIndex.ts'
import type { GenericRow } from '../database/tables.ts'
import { inParts, touch, type WriteTx } from '../database/transaction.ts'
import { writeRows } from './writeRows.ts'

/**
 * Brings what rests on rows that were just written up to date (decision 9): how much the findings of evidence miss, the
 * numbers of evidence, search tokens. For local and imported changes alike.
 */
export async function deriveResting(tx: WriteTx, written: WrittenRows, letters: Letters): Promise<void> {
  const findings = written.get('finding')
  const evidence = written.get('evidence')
  // Not only how much they miss: their log may have been given a letter together with the evidence.
  const counted = await deriveAgain(tx, 'finding', parentsOf(evidence), letters)
  for (const some of [findings, counted]) if (some !== undefined) await indexFindings(tx, some)
  const visits = [...(written.get('visit')?.after.keys() ?? []), ...(await visitsResting(tx, written))]
  const renumbered = [...(await findingsUnder(tx, visits)), ...changedPlaces(findings), ...changedPlaces(counted)]
  const resting = new Set([...(await childrenOf(tx, renumbered)), ...(evidence?.after.keys() ?? [])])
  await numberEvidence(tx, [...resting])
}

/** The numbers that these logs gave, after one of them got a letter. */
export async function rederiveNumbers(tx: WriteTx, logs: readonly string[], letters: Letters): Promise<void> {
  for (const log of logs) {
    const visits = await tx.db.selectFrom('visit').select('id').where('numberLog', '=', log).execute()
    for (const part of inParts(idsOf(visits))) await deriveAgain(tx, 'visit', part, letters)
    const findings = await tx.db.selectFrom('finding').select('id').where('numberLog', '=', log).execute()
    for (const part of inParts(idsOf(findings))) {
      const renumbered = await deriveAgain(tx, 'finding', part, letters)
      await indexFindings(tx, renumbered)
      await numberEvidence(tx, await childrenOf(tx, [...renumbered.after.keys()]))
    }
  }
}

/** Writes the rows whose own derived columns are others now. */
async function deriveAgain(
  tx: WriteTx,
  entity: 'visit' | 'finding',
  ids: readonly string[],
  letters: Letters,
): Promise<Written> {
  if (ids.length === 0) return { before: new Map(), after: new Map() }
  const before = await loadRows(tx, entity, ids)
  const derived = await deriveOwn(tx, entity, [...before.values()], letters)
  const differing = derived.filter((row) => {
    const known = before.get(row.id)
    return known?.['number'] !== row['number'] || known?.['missing'] !== row['missing']
  })
  await writeRows(tx, entity, differing)
  for (const { id } of differing) touch(tx, entity, id)
  return { before, after: new Map(differing.map((row) => [row.id, row])) }
}

/** The findings that pieces of evidence belong to, and belonged to before. */
function parentsOf(evidence: Written | undefined): readonly string[] {
  const rows = [...(evidence?.before.values() ?? []), ...(evidence?.after.values() ?? [])]
  return [...new Set(rows.flatMap((row) => row?.parent ?? []))]
}

/** Findings that came, went, or have another parent or number now: what their evidence's numbers rest on. */
function changedPlaces(findings: Written | undefined): readonly string[] {
  const { before, after } = findings ?? { before: new Map<string, GenericRow>(), after: new Map<string, GenericRow>() }
  return [...after].flatMap(([id, row]) => {
    const old = before.get(id)
    return old?.parent === row?.parent && old?.['number'] === row?.['number'] ? [] : [id]
  })
}

async function numberEvidence(tx: WriteTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const { id, ordinal, number: known, finding, code, preset, documentNumber } of await tx.run(selectPlaces, {
    ids,
  })) {
    const place = { campaign: campaignCode({ preset, documentNumber }), unitCode: code, finding: finding ?? '' }
    const number = ordinal === null ? '' : evidenceNumber({ ...place, ordinal })
    if (number === known) continue
    await tx.run(updateNumber, { id, number })
    touch(tx, 'evidence', id)
  }
}

type Ids = { readonly ids: readonly string[] }
const selectPlaces = query(({ db }, at: Ids) =>
  db
    .selectFrom('evidence')
    .leftJoin('finding', 'finding.id', 'evidence.parent')
    .leftJoin('visit', 'visit.id', 'finding.parent')
    .leftJoin('unit', 'unit.id', 'visit.unit')
    .leftJoin('campaign', 'campaign.id', 'visit.campaign')
    .select(['evidence.id', 'evidence.ordinal', 'evidence.number', 'finding.number as finding', 'unit.code'])
    .select(['campaign.preset', 'campaign.documentNumber'])
    .where('evidence.id', 'in', listed(at.ids))
    .compile(),
)
const updateNumber = query(({ db }, { id, number }: { readonly id: string; readonly number: string }) =>
  db.updateTable('evidence').set({ number }).where('id', '=', id).compile(),
)

/** Visits whose unit's code or campaign is part of their evidence's numbers. */
async function visitsResting(tx: WriteTx, written: WrittenRows): Promise<readonly string[]> {
  const found: string[] = []
  for (const column of ['unit', 'campaign'] as const) {
    const ids = [...(written.get(column)?.after.keys() ?? [])]
    if (ids.length > 0) found.push(...idsOf(await tx.run(selectVisitsOf[column], { ids })))
  }
  return found
}

const selectVisitsOf = { unit: visitsOf('unit'), campaign: visitsOf('campaign') } as const

function visitsOf(column: 'unit' | 'campaign') {
  return query(({ db }, at: Ids) => db.selectFrom('visit').select('id').where(column, 'in', listed(at.ids)).compile())
}

async function findingsUnder(tx: WriteTx, visits: readonly string[]): Promise<readonly string[]> {
  return visits.length === 0 ? [] : idsOf(await tx.run(selectChildren.finding, { ids: visits }))
}

async function childrenOf(tx: WriteTx, findings: readonly string[]): Promise<readonly string[]> {
  return findings.length === 0 ? [] : idsOf(await tx.run(selectChildren.evidence, { ids: findings }))
}

const selectChildren = { finding: childrenIn('finding'), evidence: childrenIn('evidence') } as const

function childrenIn(entity: 'finding' | 'evidence') {
  return query(({ db }, at: Ids) => db.selectFrom(entity).select('id').where('parent', 'in', listed(at.ids)).compile())
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map((row) => row.id)
}
