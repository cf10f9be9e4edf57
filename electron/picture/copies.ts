import { Problem } from '../contract/problem/problem.ts'
import { detectMediaType } from './mediaType.ts'
import { decodable, openPicture, pictureProblem } from './openPicture.ts'

export type PrintCopy = { readonly jpeg: Uint8Array; readonly width: number; readonly height: number }

/** Longer side of a print copy: 240 dots per inch on the memo's largest photo. */
export const printCopySidePx = 1280

/** Sixty of them fit in the 25 MB that a memo may have. */
export const printCopyBytes = 400_000

/**
 * A re-encoded, upright JPEG without any metadata (electron/README §6), of at most `printCopyBytes`; the original stays in the
 * store. A long one, which is printed in parts, has pixels and bytes for each of them. Problems: photo.notAPicture, photo.tooLarge.
 */
export async function makePrintCopy(bytes: Uint8Array, { maxSidePx }: { maxSidePx: number }): Promise<PrintCopy> {
  const parts = await partsToPrint(bytes)
  let copy = await encode(bytes, maxSidePx * parts, 82)
  for (const { share, quality } of smallerSteps) {
    if (copy.jpeg.length <= printCopyBytes * parts) break
    copy = await encode(bytes, Math.round(maxSidePx * parts * share), quality)
  }
  return copy
}

/** 1 of an ordinary picture; of a long one as many as keep half the side of a copy for its short side, and eight at most. */
async function partsToPrint(bytes: Uint8Array): Promise<number> {
  if (!decodable(detectMediaType(bytes))) return 1
  const { width, height } = await openPicture(bytes)
    .metadata()
    .catch((error: unknown) => Promise.reject(pictureProblem(error)))
  const ratio = Math.max(width, height) / Math.min(width, height)
  return Math.min(8, Math.max(1, ratio / 2))
}

/** A JPEG of at most 320 pixels on its longer side, for lists. */
export async function makeThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  return (await encode(bytes, 320, 74)).jpeg
}

/** Only photos full of grain or foliage need one; the last step holds even for pure noise. */
const smallerSteps = [
  { share: 1, quality: 68 },
  { share: 0.85, quality: 58 },
  { share: 0.6, quality: 50 },
] as const

/** Transparent pixels become white paper; sharp writes no metadata unless asked. */
async function encode(bytes: Uint8Array, sidePx: number, quality: number): Promise<PrintCopy> {
  if (!decodable(detectMediaType(bytes))) throw new Problem('photo.notAPicture', {})
  try {
    const { data, info } = await openPicture(bytes)
      .resize({ width: Math.round(sidePx), height: Math.round(sidePx), fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality, progressive: false })
      .toBuffer({ resolveWithObject: true })
    return { jpeg: data, width: info.width, height: info.height }
  } catch (error) {
    throw pictureProblem(error)
  }
}
