import { detectMediaType } from './mediaType.ts'
import { decodable, openPicture, pictureProblem } from './openPicture.ts'
import { Problem } from '../contract/problem.ts'

export type PrintCopy = { readonly jpeg: Uint8Array; readonly width: number; readonly height: number }

/** Longer side of a print copy: 240 dots per inch on the memo's largest photo. */
export const printCopySidePx = 1280

/** A re-encoded, upright JPEG without any metadata (DESIGN §6); the original stays in the store. */
export async function makePrintCopy(bytes: Uint8Array, { maxSidePx }: { maxSidePx: number }): Promise<PrintCopy> {
  const { data, info } = await encode(bytes, maxSidePx, 82)
  return { jpeg: data, width: info.width, height: info.height }
}

/** A JPEG of at most 320 pixels on its longer side, for lists. */
export async function makeThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  return (await encode(bytes, 320, 74)).data
}

/** Transparent pixels become white paper; sharp writes no metadata unless asked. */
async function encode(bytes: Uint8Array, sidePx: number, quality: number) {
  if (!decodable(detectMediaType(bytes))) throw new Problem('photo.notAPicture', {})
  try {
    return await openPicture(bytes)
      .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality, progressive: false })
      .toBuffer({ resolveWithObject: true })
  } catch (error) {
    throw pictureProblem(error)
  }
}
