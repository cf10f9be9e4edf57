import sharp, { type Sharp } from 'sharp'
import { Problem } from '../contract/problem/problem.ts'
import type { MediaType } from './mediaType.ts'

// No picture is worked on twice: what libvips keeps of the last ones would only hold memory.
sharp.cache(false)

/** Formats that libvips decodes here; SVG is left out on purpose, it can refer to other files. */
export type PictureType = Extract<
  MediaType,
  'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/gif' | 'image/tiff'
>

const pictureTypes: readonly MediaType[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'image/tiff',
]

/** Above the largest phone sensor (200 megapixels), below what a decompression bomb claims. */
export const maximumPixels = 210_000_000

export function decodable(mediaType: MediaType): mediaType is PictureType {
  return pictureTypes.includes(mediaType)
}

/** Upright, first page only, limited in pixels, and strict about truncated data. */
export function openPicture(bytes: Uint8Array): Sharp {
  return sharp(bytes, { autoOrient: true, failOn: 'truncated', limitInputPixels: maximumPixels, pages: 1 })
}

/** What a failure of libvips means to a person. */
export function pictureProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const tooLarge = error instanceof Error && /pixel limit|exceeds|too (large|big)/i.test(error.message)
  return tooLarge ? new Problem('photo.tooLarge', {}) : new Problem('photo.notAPicture', {})
}
