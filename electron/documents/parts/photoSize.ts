import { page } from '../engine/layout.ts'

type Pixels = { readonly width: number; readonly height: number }
/** What of a picture is drawn, in hundredths of its sides, and how large, in millimetres. */
export type Drawn = {
  readonly width: number
  readonly height: number
  readonly crop?: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }
}

/** A photo shares its page with another, has one of its own, or is drawn in parts, each page with what stands on it. */
export type Shape = 'half' | 'whole' | 'parts'

/**
 * The size at which a reader can use a picture (faults of other programs: a pictogram blown up to half a page, a screenshot of a
 * whole conversation as a strip of 10 mm): never larger than its pixels are on a screen, and what would grow too narrow on half
 * a page stands alone on one, or in parts.
 */
export function shapeOf(pixels: Pixels): Shape {
  const [short, long] = [Math.min(pixels.width, pixels.height), Math.max(pixels.width, pixels.height)]
  const isTall = pixels.height >= pixels.width
  const enough = Math.min(isTall ? readableMm.width : readableMm.height, short * naturalMm)
  const fitting = (length: number) => (short / long) * Math.min(length, long * naturalMm)
  if (fitting(isTall ? halfMm : pageMm.width) >= enough) return 'half'
  return isTall && fitting(wholeMm) >= enough ? 'whole' : 'parts'
}

/** As large as the room allows, and no larger than natural. */
export function fitted(pixels: Pixels, room: { readonly width: number; readonly height: number }): Drawn {
  const scale = Math.min(room.width / pixels.width, room.height / pixels.height, naturalMm)
  return { width: pixels.width * scale, height: pixels.height * scale }
}

/**
 * The parts of a picture that is too long: of equal length, in reading order, as few as stay readable. Those of a tall one stand two
 * beside each other, those of a wide one below each other.
 */
export function partsOf(pixels: Pixels, height: number): readonly Drawn[] {
  const isTall = pixels.height >= pixels.width
  const room = isTall ? { width: (pageMm.width - gapMm) / 2, height } : { width: pageMm.width, height: height / 4 }
  const [short, long] = isTall ? [pixels.width, pixels.height] : [pixels.height, pixels.width]
  const [across, along] = isTall ? [room.width, room.height] : [readableMm.height, room.width]
  const wide = Math.min(across, short * naturalMm)
  const count = Math.max(2, Math.ceil((long / short) * (wide / along)))
  const size = fitted(isTall ? { width: short, height: long / count } : { width: long / count, height: short }, room)
  return Array.from({ length: count }, (_, index) => {
    const [before, after] = [(100 * index) / count, (100 * (count - index - 1)) / count]
    const crop = isTall
      ? { top: before, bottom: after, left: 0, right: 0 }
      : { top: 0, bottom: 0, left: before, right: after }
    return { ...size, crop }
  })
}

/** Of the 版心. */
export const pageMm = { width: page.textWidth / 56.7, height: page.textHeight / 56.7 } as const

/** Between two parts that stand beside each other. */
const gapMm = 6

/** Below this a photo of a person's height, a page of text or a panorama says nothing any more. */
const readableMm = { width: 44, height: 26 } as const
const halfMm = 95
const wholeMm = 195

/** A pixel of a screen, 96 to the inch. */
const naturalMm = 25.4 / 96
