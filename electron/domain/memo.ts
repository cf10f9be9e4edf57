import { leadsVisit } from '../contract/catalogue/inspection.ts'
import type { RowValues } from '../contract/catalogue/catalogue.ts'
import { isStatementNeeded } from '../contract/document/statement.ts'
import { chineseDate } from './wording/chineseDate.ts'
import { campaignGround } from './wording/citation.ts'
import { lastIssuer, type NumberedRow, type Obstacle, type PlainRow, type RequiredSigner } from './document.ts'
import { fieldLabel } from './fieldLabel.ts'
import { missingFields } from './finding.ts'
import { branches, branchOf } from './riskPoint.ts'
import { isDisclosed, visitProblems } from './visit.ts'

export type NumberedFinding = NumberedRow<'finding'>

/** All rows that one memo rests on: one visit with what belongs to it (decisions.md 28). */
export type MemoRows = {
  readonly document: PlainRow<'document'>
  readonly visit: PlainRow<'visit'>
  /** undefined where the row has not arrived here yet. */
  readonly unit: PlainRow<'unit'> | undefined
  readonly campaign: PlainRow<'campaign'> | undefined
  readonly inspectors: readonly PlainRow<'visitInspector'>[]
  readonly persons: readonly PlainRow<'person'>[]
  readonly findings: readonly NumberedFinding[]
  readonly evidence: readonly PlainRow<'evidence'>[]
  readonly choices: readonly PlainRow<'documentItem'>[]
}

export type MemoFindings<F extends NumberedFinding = NumberedFinding> = {
  /** In printed order: branch, then the lead's position, then the number. */
  readonly included: readonly F[]
  /** Left out by the lead, or clues that nobody put in (decisions.md 18). */
  readonly leftOut: readonly { readonly finding: F; readonly reason: string | null }[]
}

/** Which findings the memo prints. A removed finding is in neither list. */
export function memoFindings<F extends NumberedFinding>(rows: {
  readonly findings: readonly F[]
  readonly choices: MemoRows['choices']
}): MemoFindings<F> {
  const choiceOf = new Map(rows.choices.filter(isPresent).map((choice) => [choice.finding, choice]))
  const findings = rows.findings.filter(isPresent)
  const isIncluded = (finding: NumberedFinding) => choiceOf.get(finding.id)?.included ?? finding.clue !== true
  const placeOf = (finding: NumberedFinding) => choiceOf.get(finding.id)?.position ?? finding.position
  return {
    included: findings.filter(isIncluded).toSorted((a, b) => comparePrinted(a, b, placeOf)),
    leftOut: findings
      .filter((finding) => !isIncluded(finding))
      .map((finding) => ({ finding, reason: choiceOf.get(finding.id)?.reason ?? null })),
  }
}

/** Why the memo cannot be frozen yet, record by record, each with the names of what is missing; empty: it can. */
export function freezeObstacles(rows: MemoRows): readonly Obstacle[] {
  const { included, leftOut } = memoFindings(rows)
  return [
    { entity: 'document', id: rows.document.id, name: '备忘录', missing: memoGaps(rows) } as const,
    { entity: 'visit', id: rows.visit.id, name: '检查', missing: visitGaps(rows) } as const,
    ...included.map((finding) => findingObstacle(finding, findingGaps(finding, rows))),
    ...leftOut.map(({ finding, reason }) => findingObstacle(finding, leftOutGaps(finding, reason))),
  ].filter(({ missing }) => missing.length > 0)
}

/**
 * The signature lines: inspectors, then the lead; 明察 also has a blank line on paper for the head of the inspected
 * unit. 暗访 has none (税总发〔2016〕47号 第十四条, by silence).
 */
export function requiredSigners(rows: Pick<MemoRows, 'visit' | 'inspectors' | 'persons'>): readonly RequiredSigner[] {
  const inspectors = distinctInspectors(rows.inspectors)
  const members = inspectors.filter((inspector) => !leadsVisit(inspector))
  const leads = inspectors.filter(leadsVisit)
  const nameOf = (id: string | null) => rows.persons.find((person) => person.id === id)?.name ?? ''
  const lines: readonly Omit<RequiredSigner, 'place'>[] = [
    ...members.map(({ person }) => ({ person, name: nameOf(person), role: '检查人员' }) as const),
    ...leads.map(({ person }) => ({ person, name: nameOf(person), role: '组长' }) as const),
    ...(rows.visit.mode === '明察' ? [{ person: null, name: '', role: '被检查单位负责人' } as const] : []),
  ]
  return lines.map((line, index) => ({ ...line, place: index + 1 }))
}

/** Each person once: two rows may name one who was listed twice, and who leads by one of them leads. */
export function distinctInspectors<I extends MemoRows['inspectors'][number]>(inspectors: readonly I[]): readonly I[] {
  const people = new Map<string | null, I>()
  for (const inspector of inspectors.filter(isPresent)) {
    if (!people.has(inspector.person) || leadsVisit(inspector)) people.set(inspector.person, inspector)
  }
  return [...people.values()]
}

/** What the overview of a memo rests on; how much was found stands where the findings stand. */
export type OverviewFacts = {
  readonly visit: Pick<PlainRow<'visit'>, 'overview' | 'visitedOn' | 'mode'>
  readonly unit: Pick<PlainRow<'unit'>, 'name'>
  readonly campaign: Pick<PlainRow<'campaign'>, 'name' | 'documentNumber'>
}

/** The paragraph under 一、检查基本情况: the inspectors' own words, else what the rows say. */
export function memoOverview(facts: OverviewFacts): string {
  const given = facts.visit.overview?.trim() ?? ''
  return given === '' ? defaultOverview(facts) : given
}

function defaultOverview({ visit, unit, campaign }: OverviewFacts): string {
  const ground = campaign.documentNumber === null ? '' : `根据${campaignGround(campaign)}安排，`
  const day = visit.visitedOn === null ? '' : chineseDate(visit.visitedOn)
  return `${ground}${day}检查组对${unit.name ?? ''}进行了${visit.mode ?? '检查'}。`
}

/**
 * What a new memo begins with: the issuer of the last one, and, of a 暗访 that showed no identity, that the unit was shown
 * nothing. Everything else is a judgement.
 */
export function memoBeginning(
  visit: PlainRow<'visit'>,
  earlier: readonly Pick<PlainRow<'document'>, 'issuer' | 'issuedOn'>[],
): Partial<RowValues<'document'>> {
  return {
    ...lastIssuer(earlier),
    ...(visit.mode === '暗访' && !isDisclosed(visit) && { statementKind: '暗访未出示' as const }),
  }
}

function memoGaps({ document, visit, unit, campaign }: MemoRows): readonly string[] {
  const covert = visit.mode === '暗访' && !isDisclosed(visit)
  return [
    ...(isBlank(document.issuer) ? [fieldLabel('document', 'issuer')] : []),
    ...(isBlank(document.issuedOn) ? [fieldLabel('document', 'issuedOn')] : []),
    ...(isBlank(document.statementKind) ? [fieldLabel('document', 'statementKind')] : []),
    ...(isStatementNeeded(document.statementKind) && isBlank(document.statement)
      ? [fieldLabel('document', 'statement')]
      : []),
    ...(covert && document.statementKind !== null && document.statementKind !== '暗访未出示'
      ? ['暗访未公开身份的，被检查单位意见应为“暗访未出示”']
      : []),
    ...(unit === undefined && visit.unit !== null ? ['被检查单位的资料尚未到达本机'] : []),
    ...(campaign === undefined && visit.campaign !== null ? ['活动的资料尚未到达本机'] : []),
  ]
}

function visitGaps({ visit, inspectors, persons }: MemoRows): readonly string[] {
  const present = distinctInspectors(inspectors)
  const unnamed = present.filter(({ person }) => isBlank(persons.find(({ id }) => id === person)?.name))
  return [
    ...visitProblems(visit, present.length).map(({ message }) => message),
    ...(unnamed.length > 0 ? [`有${unnamed.length}名检查人员的姓名尚未到达本机`] : []),
  ]
}

function findingGaps(finding: NumberedFinding, { evidence }: MemoRows): readonly string[] {
  const own = evidence.filter((piece) => piece.parent === finding.id && isPresent(piece))
  return missingFields(finding, { evidenceCount: own.length }).map((field) => fieldLabel('finding', field))
}

/** A clue stays out without a word; anything else the lead leaves out needs its reason (decisions.md 28). */
function leftOutGaps(finding: NumberedFinding, reason: string | null): readonly string[] {
  return finding.clue !== true && isBlank(reason) ? [fieldLabel('documentItem', 'reason')] : []
}

function findingObstacle(finding: NumberedFinding, missing: readonly string[]): Obstacle {
  const name = [finding.number, finding.title?.trim() ?? ''].filter((part) => part !== '').join(' ')
  return { entity: 'finding', id: finding.id, name, missing }
}

/** Where the lead put a finding: the memo's own order before the visit's. */
export function findingPosition(finding: NumberedFinding, choices: MemoRows['choices']): string | null {
  const choice = choices.filter(isPresent).find((one) => one.finding === finding.id)
  return choice?.position ?? finding.position
}

type PlaceOf = (finding: NumberedFinding) => string | null

function comparePrinted(a: NumberedFinding, b: NumberedFinding, placeOf: PlaceOf): number {
  const branch = branches.indexOf(branchOfFinding(a)) - branches.indexOf(branchOfFinding(b))
  return branch || comparePlaces(placeOf(a), placeOf(b)) || compareNumbers(a, b)
}

/** Positions are fractional-index texts (decisions.md 5) and order by code unit; one without a position comes last. */
function comparePlaces(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

/** By the log's letter, then the ordinal: B-9 before B-10, and before C-1. */
function compareNumbers(a: NumberedFinding, b: NumberedFinding): number {
  const [first, second] = [markOf(a), markOf(b)]
  if (first !== second) return first < second ? -1 : 1
  return (a.ordinal ?? 0) - (b.ordinal ?? 0) || (a.id < b.id ? -1 : 1)
}

function markOf({ number }: NumberedFinding): string {
  return number.slice(0, number.lastIndexOf('-'))
}

function branchOfFinding({ riskPoint }: Pick<NumberedFinding, 'riskPoint'>) {
  return branchOf(riskPoint ?? '')
}

function isPresent({ removed }: { readonly removed: boolean | null }): boolean {
  return removed !== true
}

function isBlank(value: string | null | undefined): boolean {
  return value === null || value === undefined || value.trim() === ''
}
