import type { PrintedFields, Says } from '../../../domain/printed.ts'
import type { SignatureLine } from '../../engine/signatureTable.ts'
import type { PaperMarks } from '../paperMarks.ts'

/** What the notice says of one finding, and of no other: no inspector's name, no device, no place of a photo. */
export const noticePrints = {
  unit: { says: ['name'], decides: ['parentUnit'] },
  visit: { says: ['visitedOn'], decides: ['unit', 'mode', 'removed'] },
  visitInspector: { says: [], decides: ['person', 'role', 'removed'] },
  person: { says: [], decides: ['name'] },
  finding: {
    says: [
      'title',
      'riskPointName',
      'fact',
      'occurredOn',
      'occurredMinute',
      'place',
      'ruleDocument',
      'ruleArticle',
      'ruleText',
      'ruleValidity',
      'rectificationType',
      'rectifyBy',
      'requirement',
    ],
    decides: ['clue', 'removed'],
  },
  evidence: { says: ['content', 'fileName', 'caption', 'class', 'takenAt'], decides: ['position', 'removed'] },
  document: { says: ['title', 'issuer', 'issuedOn'], decides: ['removed'] },
} as const satisfies PrintedFields

type Prints = typeof noticePrints

export type NoticeContent = {
  readonly marks: PaperMarks
  /** The day in Beijing, for a draft that has no day of its own yet. */
  readonly today: string
  readonly document: Says<Prints, 'document'>
  readonly unit: Says<Prints, 'unit'>
  /** The bureau above it, which gets a copy. */
  readonly above: Says<Prints, 'unit'>
  readonly visit: Says<Prints, 'visit'>
  readonly finding: Says<Prints, 'finding'> & { readonly number: string }
  readonly evidence: readonly NoticeEvidence[]
  readonly signers: readonly SignatureLine[]
}

export type NoticeEvidence = Says<Prints, 'evidence'> & { readonly number: string }
