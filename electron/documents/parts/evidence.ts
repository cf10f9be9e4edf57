import type { NumberedRow } from '../../domain/document.ts'
import { sayings, type PrintedFields, type Says } from '../../domain/printed.ts'

/** What every paper with evidence says of a piece, and what decides whether and where it stands. */
export const evidencePrints = {
  says: ['content', 'size', 'fileName', 'caption', 'class', 'takenAt', 'device'],
  decides: ['position', 'removed'],
} as const satisfies PrintedFields['evidence']

const prints = { evidence: evidencePrints } as const

/** A piece of evidence as papers list it and draw it. */
export type PrintedEvidence = Says<typeof prints, 'evidence'> & {
  readonly number: string
  /** The finding it belongs to. */
  readonly finding: string
  readonly voided: boolean
  /** Where it is drawn. */
  readonly picture?: PrintedPicture | undefined
}

/** A print copy (picture/copies.ts): upright, without metadata. */
export type PrintedPicture = { readonly jpeg: Uint8Array; readonly width: number; readonly height: number }

/** The pieces of one finding that count. */
export function evidenceOf(evidence: readonly PrintedEvidence[], finding: string): readonly PrintedEvidence[] {
  return evidence.filter((piece) => piece.finding === finding && !piece.voided)
}

/** A piece with its copy, where one was made and it is drawn at all. */
export function printedEvidence(
  piece: NumberedRow<'evidence'>,
  pictures: ReadonlyMap<string, PrintedPicture>,
): PrintedEvidence {
  const { number, parent, removed, content } = piece
  const voided = removed === true
  return {
    ...sayings(prints, 'evidence', piece),
    number,
    finding: parent ?? '',
    voided,
    picture: voided ? undefined : pictures.get(content ?? ''),
  }
}
