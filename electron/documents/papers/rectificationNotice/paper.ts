import { lastIssuer, type Obstacle, type ReadRow } from '../../../domain/document.ts'
import { fieldLabel } from '../../../domain/fieldLabel.ts'
import { missingFields } from '../../../domain/finding.ts'
import { requiredSigners } from '../../../domain/memo.ts'
import { printedSet, rowNames, sayings } from '../../../domain/printed.ts'
import { isBlank } from '../../parts/gap.ts'
import { definePaper, type PaperItem, type PaperReader } from '../paper.ts'
import { noticePrints, type NoticeContent } from './content.ts'
import { layoutNotice } from './layout.ts'

/** 单问题整改通知书: one finding, to the unit that has to put it right. */
export const noticePaper = definePaper<NoticeContent>({
  prints: noticePrints,
  word: '整改通知书',
  begins: '整改通知书',
  about: 'finding',
  choosing: false,
  begin: async (_read, _finding, earlier) => lastIssuer(earlier),
  gather: async (read, document) => {
    const rows = await gatherRows(read, document)
    const { visit, unit, finding, evidence } = rows
    const pieces = evidence.filter(({ removed }) => removed !== true)
    return {
      obstacles: obstaclesOf(rows, pieces.length),
      signers: signersOf(rows),
      rows: [
        ...rowNames('unit', unit, rows.above),
        ...rowNames('visit', visit),
        ...rowNames('visitInspector', ...rows.inspectors),
        ...rowNames('person', ...rows.persons),
        ...rowNames('finding', finding),
        ...rowNames('evidence', ...pieces),
        ...rowNames('document', document),
      ],
      sets: [printedSet('evidence', finding, pieces), printedSet('visitInspector', visit, rows.inspectors)],
      items: [itemOf(finding, pieces.length)],
      evidence: [],
      unit,
      visit,
      content: ({ marks, today }) => ({
        marks,
        today,
        document: sayings(noticePrints, 'document', document),
        unit: sayings(noticePrints, 'unit', unit),
        above: sayings(noticePrints, 'unit', rows.above),
        visit: sayings(noticePrints, 'visit', visit),
        finding: { ...sayings(noticePrints, 'finding', finding), number: finding.number },
        evidence: pieces.map((piece) => ({ ...sayings(noticePrints, 'evidence', piece), number: piece.number })),
        signers: signersOf(rows).map(({ person, name, role }) => ({ name, role, paper: person === null })),
      }),
    }
  },
  layout: layoutNotice,
})

type NoticeRows = Awaited<ReturnType<typeof gatherRows>>

async function gatherRows(read: PaperReader, document: ReadRow<'document'>) {
  const finding = await read.get('finding', document.parent ?? '')
  const visit = await read.get('visit', finding.parent ?? '')
  const unit = await read.find('unit', visit.unit)
  const inspectors = await read.list('visitInspector', { parent: visit.id })
  const people = new Set(inspectors.map(({ person }) => person))
  const persons = await Promise.all([...people].map((person) => read.find('person', person)))
  return {
    document,
    finding,
    visit,
    unit,
    above: await read.find('unit', unit?.parentUnit ?? null),
    inspectors,
    persons: persons.flatMap((person) => person ?? []),
    evidence: await read.list('evidence', { parent: finding.id, includeRemoved: true }),
  }
}

/** The lead answers for it; the head of the unit takes it on paper. After 暗访 no inspector is named to the unit. */
function signersOf({ visit, inspectors, persons }: NoticeRows) {
  return requiredSigners({ visit: { ...visit, mode: '明察' }, inspectors, persons })
    .filter(({ role }) => role === '被检查单位负责人' || (role === '组长' && visit.mode === '明察'))
    .map((signer, index) => ({ ...signer, place: index + 1 }))
}

function obstaclesOf(rows: NoticeRows, evidenceCount: number): readonly Obstacle[] {
  const { document, finding } = rows
  return [
    { entity: 'document', id: document.id, name: '整改通知书', missing: documentGaps(rows) } as const,
    {
      entity: 'finding',
      id: finding.id,
      name: [finding.number, finding.title ?? ''].filter((part) => part !== '').join(' '),
      missing: findingGaps(finding, evidenceCount),
    } as const,
  ].filter(({ missing }) => missing.length > 0)
}

/** Inspection teams issue no papers to the outside: the issuer is the administration or its office. */
function documentGaps({ document: { issuer, issuedOn }, unit }: NoticeRows): readonly string[] {
  return [
    ...(isBlank(issuer) ? [fieldLabel('document', 'issuer')] : []),
    ...(/检查组|督查组|活动办/.test(issuer ?? '') ? ['署名单位应为机关或者办公厅（室）：检查组没有发文资格'] : []),
    ...(isBlank(issuedOn) ? [fieldLabel('document', 'issuedOn')] : []),
    ...(unit === undefined ? ['被检查单位的资料尚未到达本机'] : []),
  ]
}

/** An empty requirement is the commonest fault of such notices. */
function findingGaps(finding: ReadRow<'finding'>, evidenceCount: number): readonly string[] {
  return [
    ...missingFields(finding, { evidenceCount }).map((field) => fieldLabel('finding', field)),
    ...(isBlank(finding.requirement) ? [fieldLabel('finding', 'requirement')] : []),
    ...(finding.clue === true ? ['线索不发整改通知，按规定移交'] : []),
  ]
}

function itemOf(finding: ReadRow<'finding'>, evidenceCount: number): PaperItem {
  const missing = findingGaps(finding, evidenceCount)
  return { finding, included: true, reason: null, position: null, missing }
}
