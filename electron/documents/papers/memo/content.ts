import type { PrintedFields, Says } from '../../../domain/printed.ts'
import type { PaperMarks } from '../paperMarks.ts'
import type { SignatureLine } from '../../engine/signatureTable.ts'
import { evidencePrints, type PrintedEvidence } from '../../parts/evidence.ts'

/** Every field that reaches the memo or decides what does. `ordinal` and `parent` never change. */
export const memoPrints = {
  campaign: { says: ['name', 'documentNumber'], decides: ['preset'] },
  unit: { says: ['name'], decides: ['code'] },
  person: { says: ['name'], decides: [] },
  visit: {
    says: [
      'mode',
      'visitedOn',
      'startMinute',
      'endMinute',
      'place',
      'noticeNumber',
      'accompanying',
      'identityDisclosedAt',
      'singleInspectorReason',
      'overview',
      'internal',
    ],
    decides: ['campaign', 'unit', 'removed'],
  },
  visitInspector: { says: ['role'], decides: ['person', 'removed'] },
  finding: {
    says: [
      'riskPoint',
      'riskPointName',
      'title',
      'fact',
      'ruleText',
      'ruleDocument',
      'ruleArticle',
      'ruleValidity',
      'opinion',
      'severity',
      'occurredOn',
      'occurredMinute',
      'place',
      'involved',
      'rectificationType',
      'rectifyBy',
      'requirement',
    ],
    decides: ['clue', 'position', 'removed'],
  },
  evidence: evidencePrints,
  document: { says: ['title', 'issuer', 'issuedOn', 'statementKind', 'statement'], decides: ['removed'] },
  documentItem: { says: [], decides: ['finding', 'included', 'position', 'removed'] },
} as const satisfies PrintedFields

type Prints = typeof memoPrints

/**
 * All that a memo prints, as plain data: what is not here cannot be on paper. Rows are the catalogue's; null prints as
 * 未提供, as a gap to be filled in, or not at all.
 */
export type MemoContent = {
  readonly marks: PaperMarks
  /** 编号, e.g. `137-1440100-BJ01`. */
  readonly number: string
  /** The day in Beijing, for a draft that has no day of its own yet. */
  readonly today: string
  readonly document: Says<Prints, 'document'>
  readonly unit: Says<Prints, 'unit'>
  readonly campaign: Says<Prints, 'campaign'>
  readonly visit: Says<Prints, 'visit'>
  readonly inspectors: readonly (Says<Prints, 'person'> & Says<Prints, 'visitInspector'>)[]
  /** In printed order; of what the lead left out, and of clues, the paper says nothing. */
  readonly findings: readonly MemoFinding[]
  /** In the order of the evidence numbers; voided ones keep their place as 已作废. */
  readonly evidence: readonly PrintedEvidence[]
  readonly signers: readonly SignatureLine[]
}

export type MemoFinding = Says<Prints, 'finding'> & { readonly id: string; readonly number: string }
