import type { MemoBranch, MemoPhoto } from './memoDocument.ts'

/** A photo with its 图n: numbered through the whole memo in the order of the findings. */
export type NumberedPhoto = { readonly figure: number; readonly photo: MemoPhoto }

export function numberPhotos(branches: readonly MemoBranch[]): readonly NumberedPhoto[] {
  return branches
    .flatMap(({ findings }) => findings)
    .flatMap(({ photos }) => photos)
    .map((photo, index) => ({ figure: index + 1, photo }))
}
