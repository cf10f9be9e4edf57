import { memoPrints, type MemoContent } from './content.ts'
import { layoutMemo } from './layout.ts'
import { printedEvidence } from '../../parts/evidence.ts'
import { fieldLabel } from '../../../domain/fieldLabel.ts'
import { missingFields } from '../../../domain/finding.ts'
import {
  distinctInspectors,
  memoBeginning,
  findingPosition,
  freezeObstacles,
  memoFindings,
  requiredSigners,
} from '../../../domain/memo.ts'
import { campaignCode, memoNumber } from '../../../domain/number.ts'
import { printedSet, rowNames, sayings, type PrintedSet, type RowName } from '../../../domain/printed.ts'
import type { ReadRow } from '../../../domain/document.ts'
import { definePaper, type PaperItem, type PaperReader, type Printing } from '../paper.ts'

/** 检查备忘录: one visit with its findings, signed by the inspectors and on paper by the unit's head (decisions.md 28). */
export const memoPaper = definePaper<MemoContent>({
  prints: memoPrints,
  word: '备忘录',
  begins: '编制备忘录',
  about: 'visit',
  choosing: true,
  begin: async (read, visit, earlier) => memoBeginning(await read.get('visit', visit), earlier),
  gather: async (read, document) => {
    const rows = await gatherRows(read, document)
    return {
      obstacles: freezeObstacles(rows),
      signers: requiredSigners(rows),
      rows: printedRows(rows),
      sets: printedSets(rows),
      items: itemsOf(rows),
      evidence: evidenceOf(memoFindings(rows).included, rows),
      unit: rows.unit,
      visit: rows.visit,
      content: (printing) => contentOf(rows, printing),
    }
  },
  layout: layoutMemo,
})

type MemoRows = Awaited<ReturnType<typeof gatherRows>>

async function gatherRows(read: PaperReader, document: ReadRow<'document'>) {
  const visit = await read.get('visit', document.parent ?? '')
  const inspectors = await read.list('visitInspector', { parent: visit.id })
  const findings = await read.list('finding', { parent: visit.id })
  const evidence = await Promise.all(
    // Voided pieces stay: their numbers keep their place in the list as 已作废.
    findings.map(({ id }) => read.list('evidence', { parent: id, includeRemoved: true })),
  )
  const people = new Set(inspectors.map(({ person }) => person))
  const persons = await Promise.all([...people].map((person) => read.find('person', person)))
  return {
    document,
    visit,
    unit: await read.find('unit', visit.unit),
    campaign: await read.find('campaign', visit.campaign),
    inspectors,
    persons: persons.flatMap((person) => person ?? []),
    findings,
    evidence: evidence.flat(),
    choices: await read.list('documentItem', { parent: document.id }),
  }
}

/** A voided piece of evidence keeps its line; that a finding is left out follows from its choice. */
function printedRows(rows: MemoRows): readonly RowName[] {
  const { included } = memoFindings(rows)
  return [
    ...rowNames('campaign', rows.campaign),
    ...rowNames('unit', rows.unit),
    ...rowNames('visit', rows.visit),
    ...rowNames('visitInspector', ...rows.inspectors),
    ...rowNames('person', ...rows.persons),
    ...rowNames('finding', ...included),
    ...rowNames('evidence', ...evidenceOf(included, rows)),
    ...rowNames('document', rows.document),
    ...rowNames('documentItem', ...rows.choices),
  ]
}

/** A clue that was not put in is in no set: another one changes no paper. */
function printedSets(rows: MemoRows): readonly PrintedSet[] {
  const { included, leftOut } = memoFindings(rows)
  const listed = [...included, ...leftOut.map(({ finding }) => finding).filter(({ clue }) => clue !== true)]
  const pieces = rows.evidence.filter(({ removed }) => removed !== true)
  return [
    printedSet('visitInspector', rows.visit, rows.inspectors),
    printedSet('finding', rows.visit, listed),
    ...included.map((finding) =>
      printedSet(
        'evidence',
        finding,
        pieces.filter(({ parent }) => parent === finding.id),
      ),
    ),
    printedSet('documentItem', rows.document, rows.choices),
  ]
}

function itemsOf(rows: MemoRows): readonly PaperItem[] {
  const { included, leftOut } = memoFindings(rows)
  const item = (finding: ReadRow<'finding'>, isIncluded: boolean, reason: string | null): PaperItem => {
    const pieces = rows.evidence.filter(({ parent, removed }) => parent === finding.id && removed !== true)
    return {
      finding,
      included: isIncluded,
      reason,
      position: findingPosition(finding, rows.choices),
      missing: missingFields(finding, { evidenceCount: pieces.length }).map((field) => fieldLabel('finding', field)),
    }
  }
  return [
    ...included.map((finding) => item(finding, true, null)),
    ...leftOut.map(({ finding, reason }) => item(finding, false, reason)),
  ]
}

/** What is frozen has passed `freezeObstacles`; in a draft each gap prints as （待填）. */
function contentOf(rows: MemoRows, { marks, today, pictures }: Printing): MemoContent {
  const { included } = memoFindings(rows)
  return {
    marks,
    today,
    number: memoNumber({
      campaign: rows.campaign === undefined ? null : campaignCode(rows.campaign),
      unitCode: rows.unit?.code ?? null,
      visit: rows.visit.number,
    }),
    document: sayings(memoPrints, 'document', rows.document),
    unit: sayings(memoPrints, 'unit', rows.unit),
    campaign: sayings(memoPrints, 'campaign', rows.campaign),
    visit: sayings(memoPrints, 'visit', rows.visit),
    inspectors: distinctInspectors(rows.inspectors).map((inspector) => ({
      ...sayings(memoPrints, 'visitInspector', inspector),
      ...sayings(
        memoPrints,
        'person',
        rows.persons.find(({ id }) => id === inspector.person),
      ),
    })),
    findings: included.map((finding) => ({
      id: finding.id,
      number: finding.number,
      ...sayings(memoPrints, 'finding', finding),
    })),
    evidence: evidenceOf(included, rows).map((piece) => printedEvidence(piece, pictures)),
    signers: requiredSigners(rows).map(({ person, name, role }) => ({ name, role, paper: person === null })),
  }
}

function evidenceOf(findings: readonly { readonly id: string }[], { evidence }: MemoRows) {
  const ids = new Set(findings.map(({ id }) => id))
  return evidence.filter(({ parent }) => ids.has(parent ?? ''))
}
