import type { MemoDocument, MemoEvidence, MemoFinding, MemoPhoto } from '../../documents/papers/memo/memoDocument.ts'
import { severityWord } from '../../domain/finding.ts'
import { memoFindings, memoOverview, requiredSigners, type MemoRows, type NumberedFinding } from '../../domain/memo.ts'
import { campaignCode, memoNumber } from '../../domain/number.ts'
import { branches, branchOf } from '../../domain/riskPoint.ts'

type EvidenceRow = MemoRows['evidence'][number] & { readonly number: string }

export type PrintedPhotos = ReadonlyMap<string, Pick<MemoPhoto, 'jpeg' | 'width' | 'height'>>

export type MemoPrinting = {
  readonly rows: MemoRows
  readonly visitNumber: string
  readonly evidence: readonly EvidenceRow[]
  /** Print copies by the SHA-256 of the original. */
  readonly photos: PrintedPhotos
  readonly drill: boolean
  readonly draft: boolean
  readonly code: string
  /** The day in Beijing, for a draft that has no day of its own yet. */
  readonly today: string
}

const gap = '（待填）'

/**
 * The rows of a memo as the plain data that the document prints. What is frozen has passed `freezeObstacles`; in a draft
 * each gap prints as （待填）, and a day that nobody set as the day of the visit, at last as today.
 */
export function memoDocument(printing: MemoPrinting): MemoDocument {
  const { rows, drill, draft, code, today } = printing
  const { memo, visit, unit, campaign } = rows
  const { included, leftOut } = memoFindings(rows)
  const inPrint = new Set(included.map(({ id }) => id))
  const visitedOn = visit.visitedOn ?? today
  return {
    drill,
    draft,
    code,
    number: memoNumber({
      campaign: campaign === undefined ? '活动' : campaignCode(campaign),
      unitCode: unit?.code ?? null,
      visit: printing.visitNumber,
    }),
    unit: orGap(unit?.name),
    mode: visit.mode ?? '明察',
    issuer: orGap(memo.issuer),
    date: memo.issuedOn ?? visitedOn,
    campaign: { name: orGap(campaign?.name), documentNumber: campaign?.documentNumber ?? undefined },
    visit: {
      from: visitedOn,
      to: visitedOn,
      startMinute: visit.startMinute ?? undefined,
      endMinute: visit.endMinute ?? undefined,
      place: orGap(visit.place),
      inspectors: inspectorsOf(rows),
      accompanying: visit.accompanying ?? undefined,
      noticeNumber: visit.noticeNumber ?? undefined,
      identityDisclosedAt: visit.identityDisclosedAt ?? undefined,
      singleInspectorReason: visit.singleInspectorReason ?? undefined,
    },
    overview: memoOverview(rows),
    branches: branches
      .map((name) => ({
        name,
        findings: included
          .filter((finding) => branchOf(finding.riskPoint ?? '') === name)
          .map((finding) => findingDocument(finding, printing)),
      }))
      .filter(({ findings }) => findings.length > 0),
    leftOutCount: leftOut.length,
    statement: { kind: memo.statementKind ?? '待填', text: memo.statement ?? (draft ? gap : undefined) },
    evidence: printing.evidence.filter(({ parent }) => inPrint.has(parent ?? '')).map(evidenceDocument),
    signers: requiredSigners(rows).map(({ person, name, role }) => ({ name, role, paper: person === null })),
  }
}

function inspectorsOf({ inspectors, persons }: MemoRows) {
  return inspectors
    .filter(({ removed }) => removed !== true)
    .map(({ person, role }) => ({
      name: orGap(persons.find(({ id }) => id === person)?.name),
      role: role ?? '组员',
    }))
}

function findingDocument(finding: NumberedFinding, { evidence, photos }: MemoPrinting): MemoFinding {
  const own = evidence.filter(({ parent, removed }) => parent === finding.id && removed !== true)
  return {
    number: finding.number,
    title: finding.title ?? undefined,
    riskPoint: { code: finding.riskPoint ?? '', name: orGap(finding.riskPointName) },
    fact: orGap(finding.fact),
    rule: {
      document: orGap(finding.ruleDocument),
      article: finding.ruleArticle ?? undefined,
      text: finding.ruleText ?? undefined,
      validity: finding.ruleValidity ?? 'unknown',
    },
    opinion: orGap(finding.opinion),
    severity: orGap(severityWord(finding.severity)),
    rectification: {
      type: finding.rectificationType ?? '限期整改',
      by: finding.rectifyBy ?? undefined,
      requirement: requirementOf(finding),
    },
    evidenceNumbers: own.map(({ number }) => number),
    photos: own.flatMap(({ number, caption, fileName, content }) => {
      const copy = photos.get(content ?? '')
      return copy === undefined ? [] : [{ number, caption: caption ?? fileName ?? '', ...copy }]
    }),
  }
}

/** The class of rectification and its day have no word for a gap in their own column. */
function requirementOf(finding: NumberedFinding): string | undefined {
  const { rectificationType, rectifyBy, requirement } = finding
  const gaps = [
    ...(rectificationType === null ? ['（整改类别待填）'] : []),
    ...(rectificationType === '限期整改' && rectifyBy === null ? ['（时限待填）'] : []),
  ]
  return gaps.length === 0 ? (requirement ?? undefined) : `${gaps.join('')}${requirement ?? ''}`
}

function orGap(text: string | null | undefined): string {
  return text === null || text === undefined || text.trim() === '' ? gap : text
}

function evidenceDocument(row: EvidenceRow): MemoEvidence {
  return {
    number: row.number,
    fileName: row.fileName ?? '',
    class: row.class ?? '对方提供',
    takenAt: row.takenAt ?? undefined,
    device: row.device ?? undefined,
    size: row.size ?? 0,
    sha256: row.content ?? '',
    voided: row.removed === true,
  }
}
