import type { RowEntity } from '../contract/catalogue.ts'
import { missingFields } from '../domain/finding.ts'
import { campaignCode, evidenceNumber, findingNumber, visitNumber } from '../domain/number.ts'
import type { WrittenRows } from './projectRows.ts'
import { indexFindings } from './searchIndex.ts'
import type { GenericRow } from './tables.ts'
import { inParts, touch, type WriteTx } from './transaction.ts'
import { valuesFromSql } from './values.ts'
import { writeRows } from './writeRows.ts'

/**
 * Brings the derived columns of rows that were just written, and of those that rest on them, up to date (decision 9):
 * 缺n项, visible numbers, search tokens. The facts are pure functions of domain/; here they are only gathered, for local
 * and imported changes alike.
 */
export async function deriveColumns(tx: WriteTx, written: WrittenRows, letters: Letters): Promise<void> {
  const visits = new Set(written.get('visit')?.ids)
  const evidence = new Set(written.get('evidence')?.ids)
  const parents = [...(await parentsOf(tx, [...evidence])), ...(written.get('evidence')?.formerParents ?? [])]
  const findings = new Set([...(written.get('finding')?.ids ?? []), ...parents])
  await numberVisits(tx, [...visits], letters)
  for (const visit of await visitsResting(tx, written)) visits.add(visit)
  const renumbered = await deriveFindings(tx, [...findings], letters)
  await indexFindings(tx, [...new Set([...(written.get('finding')?.ids ?? []), ...renumbered])])
  const moved = written.get('finding')?.moved ?? []
  const resting = [...(await findingsUnder(tx, [...visits])), ...moved, ...renumbered]
  for (const id of await childrenOf(tx, resting)) evidence.add(id)
  await numberEvidence(tx, [...evidence])
}

/** The numbers that these logs gave, after one of them got a letter. */
export async function rederiveNumbers(tx: WriteTx, logs: readonly string[], letters: Letters): Promise<void> {
  for (const log of logs) {
    const visits = await tx.db.selectFrom('visit').select('id').where('numberLog', '=', log).execute()
    const findings = await tx.db.selectFrom('finding').select('id').where('numberLog', '=', log).execute()
    await numberVisits(tx, idsOf(visits), letters)
    const renumbered = await deriveFindings(tx, idsOf(findings), letters)
    await indexFindings(tx, renumbered)
    await numberEvidence(tx, await childrenOf(tx, renumbered))
  }
}

export type Letters = ReadonlyMap<string, string>

async function numberVisits(tx: WriteTx, ids: readonly string[], letters: Letters): Promise<void> {
  for (const part of inParts(ids)) {
    const rows = await tx.db
      .selectFrom('visit')
      .select(['id', 'parent', 'change', 'conflicted', 'ordinal', 'number', 'numberLog'])
      .where('id', 'in', part)
      .execute()
    const derived = rows.flatMap(({ ordinal, number: known, numberLog, ...row }) => {
      const number = numberOf({ ordinal, numberLog }, letters, visitNumber)
      return number === known ? [] : [{ ...row, number }]
    })
    await writeDerived(tx, 'visit', derived)
  }
}

/** Returns the findings whose number changed. */
async function deriveFindings(tx: WriteTx, ids: readonly string[], letters: Letters): Promise<readonly string[]> {
  const renumbered: string[] = []
  for (const part of inParts(ids)) {
    const counts = await countEvidence(tx, part)
    const rows = await tx.db.selectFrom('finding').selectAll().where('id', 'in', part).execute()
    const derived = rows.flatMap((row) => {
      const { id, parent, change, conflicted } = row
      const number = numberOf(row, letters, findingNumber)
      const missing = missingFields(valuesFromSql('finding', row), { evidenceCount: counts.get(id) ?? 0 }).length
      if (number !== row.number) renumbered.push(id)
      return number === row.number && missing === row.missing
        ? []
        : [{ id, parent, change, conflicted, number, missing }]
    })
    await writeDerived(tx, 'finding', derived)
  }
  return renumbered
}

async function numberEvidence(tx: WriteTx, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids)) {
    const rows = await tx.db
      .selectFrom('evidence')
      .leftJoin('finding', 'finding.id', 'evidence.parent')
      .leftJoin('visit', 'visit.id', 'finding.parent')
      .leftJoin('unit', 'unit.id', 'visit.unit')
      .leftJoin('campaign', 'campaign.id', 'visit.campaign')
      .select(['evidence.id', 'evidence.parent', 'evidence.change', 'evidence.conflicted', 'evidence.ordinal'])
      .select(['evidence.number', 'finding.number as finding', 'unit.code'])
      .select(['campaign.preset', 'campaign.documentNumber'])
      .where('evidence.id', 'in', part)
      .execute()
    const derived = rows.flatMap(({ ordinal, number: known, finding, code, preset, documentNumber, ...row }) => {
      const campaign = campaignCode({ preset, documentNumber })
      const place = { campaign, unitCode: code, finding: finding ?? '' }
      const number = ordinal === null ? '' : evidenceNumber({ ...place, ordinal })
      return number === known ? [] : [{ ...row, number }]
    })
    await writeDerived(tx, 'evidence', derived)
  }
}

/** Many rows in one statement; what a row may not be without is written again as it is. */
async function writeDerived(tx: WriteTx, entity: RowEntity, rows: readonly GenericRow[]): Promise<void> {
  await writeRows(tx, entity, rows)
  for (const { id } of rows) touch(tx, entity, id)
}

function numberOf(
  row: { readonly ordinal: number | null; readonly numberLog: string | null },
  letters: Letters,
  write: (letter: string | null, log: string, ordinal: number) => string,
): string {
  const { ordinal, numberLog } = row
  return ordinal === null || numberLog === null ? '' : write(letters.get(numberLog) ?? null, numberLog, ordinal)
}

async function countEvidence(tx: WriteTx, findings: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.db
    .selectFrom('evidence')
    .select((eb) => ['parent', eb.fn.countAll<number>().as('count')])
    .where('parent', 'in', findings)
    .where((eb) => eb.or([eb('removed', 'is', null), eb('removed', '=', 0)]))
    .groupBy('parent')
    .execute()
  return new Map(rows.flatMap(({ parent, count }) => (parent === null ? [] : [[parent, Number(count)]])))
}

/** Visits whose unit's code or campaign is part of their evidence's numbers. */
async function visitsResting(tx: WriteTx, written: WrittenRows): Promise<readonly string[]> {
  const found: string[] = []
  for (const column of ['unit', 'campaign'] as const) {
    for (const part of inParts([...(written.get(column)?.ids ?? [])])) {
      found.push(...idsOf(await tx.db.selectFrom('visit').select('id').where(column, 'in', part).execute()))
    }
  }
  return found
}

async function findingsUnder(tx: WriteTx, visits: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const part of inParts(visits)) {
    found.push(...idsOf(await tx.db.selectFrom('finding').select('id').where('parent', 'in', part).execute()))
  }
  return found
}

async function childrenOf(tx: WriteTx, findings: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const part of inParts(findings)) {
    found.push(...idsOf(await tx.db.selectFrom('evidence').select('id').where('parent', 'in', part).execute()))
  }
  return found
}

async function parentsOf(tx: WriteTx, evidence: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const part of inParts(evidence)) {
    const rows = await tx.db.selectFrom('evidence').select('parent').where('id', 'in', part).execute()
    for (const { parent } of rows) if (parent !== null) found.add(parent)
  }
  return [...found]
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map((row) => row.id)
}
