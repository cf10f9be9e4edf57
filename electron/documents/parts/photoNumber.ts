import { evidenceOf, type PrintedEvidence, type PrintedPicture } from './evidence.ts'

/** A photo with its 图n: numbered through the whole paper in the order of the findings. */
export type NumberedPhoto = PrintedPicture & {
  readonly figure: number
  readonly number: string
  readonly caption: string
}

export function numberPhotos(
  findings: readonly { readonly id: string }[],
  evidence: readonly PrintedEvidence[],
): readonly NumberedPhoto[] {
  return findings
    .flatMap(({ id }) => evidenceOf(evidence, id))
    .flatMap(({ picture, number, caption, fileName }) =>
      picture === undefined ? [] : [{ ...picture, number, caption: caption ?? fileName ?? '' }],
    )
    .map((photo, index) => ({ ...photo, figure: index + 1 }))
}
