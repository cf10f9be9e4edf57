import sharp from 'sharp'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'

/** A point of the pen in pixels of the pad. */
export type InkPoint = { readonly x: number; readonly y: number }
export type InkStroke = readonly InkPoint[]
export type PixelSize = { readonly width: number; readonly height: number }

/** The drawn signature as a PNG of the pad's size: blue-black ink on nothing. */
export async function inkPicture(strokes: readonly InkStroke[], size: PixelSize): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${inkShapes(
    strokes,
    inkColour,
    nibFor(size),
  )}</svg>`
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer()
}

export const inkColour = '#14213d'

/**
 * SVG shapes of the strokes; each line's width follows the pen's speed, as a fibre tip does: slow is broad. However many points
 * the pen gave, no more lines are drawn than `outsideLimits.ink` says: a picture costs by its lines.
 */
export function inkShapes(strokes: readonly InkStroke[], colour: string, nib: number): string {
  const drawn = thinned(
    strokes.map((stroke) => penPoints(stroke.filter(isFinitePoint), nib)),
    nib,
  )
  const points = drawn.reduce((sum, stroke) => sum + stroke.length, 0)
  const steps = Math.max(1, Math.min(mostSteps, Math.floor(outsideLimits.ink.points / Math.max(points, 1))))
  const shapes = drawn.map((stroke) => strokeShapes(stroke, steps)).join('')
  return `<g fill="none" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round">${shapes}</g>`
}

/** The smallest box round all ink, or undefined when nothing was drawn. */
export function inkBounds(
  strokes: readonly InkStroke[],
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | undefined {
  const points = strokes.flat().filter(isFinitePoint)
  if (points.length === 0) return undefined
  const left = points.reduce((least, point) => Math.min(least, point.x), Infinity)
  const top = points.reduce((least, point) => Math.min(least, point.y), Infinity)
  const right = points.reduce((most, point) => Math.max(most, point.x), -Infinity)
  const bottom = points.reduce((most, point) => Math.max(most, point.y), -Infinity)
  return { left, top, width: right - left, height: bottom - top }
}

function nibFor(size: PixelSize): number {
  return Math.max(2, Math.min(size.width, size.height * 2) / 70)
}

function isFinitePoint(point: InkPoint): boolean {
  return Number.isFinite(point.x) && Number.isFinite(point.y)
}

/** Where the pen was, and how broad it wrote there. */
type PenPoint = InkPoint & { readonly width: number }
type PenStroke = readonly PenPoint[]

/** Between two points of the pen: mice and trackpads sample coarsely. */
const mostSteps = 4

/** The width is that of all points, also of those that are not drawn: a slow line stays broad. */
function penPoints(points: InkStroke, nib: number): PenStroke {
  let width = nib
  return points.map((point, index) => {
    const step = distance(points[index - 1] ?? point, point) / mostSteps
    width = width * 0.25 + widthAt(step, nib) * 0.75
    return { ...point, width }
  })
}

/** Without points that the eye cannot tell from their neighbours, and then without every so many until few enough are left. */
function thinned(strokes: readonly PenStroke[], nib: number): readonly PenStroke[] {
  const apart = strokes.map((stroke) => keep(stroke, distant(nib / 4)))
  const points = apart.reduce((sum, stroke) => sum + stroke.length, 0)
  const every = Math.ceil(points / outsideLimits.ink.points)
  return every <= 1 ? apart : apart.map((stroke) => keep(stroke, (_, index) => index % every === 0))
}

/** The first and the last of a stroke, and what is wanted between them. */
function keep(stroke: PenStroke, wanted: (point: PenPoint, index: number) => boolean): PenStroke {
  return stroke.filter((point, index) => wanted(point, index) || index === 0 || index === stroke.length - 1)
}

function distant(least: number): (point: PenPoint) => boolean {
  let last: PenPoint | undefined
  return (point) => {
    if (last !== undefined && distance(last, point) < least) return false
    last = point
    return true
  }
}

function strokeShapes(points: PenStroke, steps: number): string {
  const [only] = points
  if (only === undefined) return ''
  if (points.length === 1) return line([only, { ...only, x: only.x + 0.01 }])
  const smooth = smoothed(points, steps)
  return smooth
    .slice(1)
    .map((point, index) => line([smooth[index] ?? point, point]))
    .join('')
}

function line([from, to]: readonly [PenPoint, PenPoint]): string {
  return `<path d="M${fixed(from.x)} ${fixed(from.y)}L${fixed(to.x)} ${fixed(to.y)}" stroke-width="${fixed(to.width)}"/>`
}

function widthAt(speed: number, nib: number): number {
  return nib * Math.max(0.55, 1.25 - speed / (nib * 8))
}

function distance(a: InkPoint, b: InkPoint): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

/** Catmull-Rom through the pen's points. */
function smoothed(points: PenStroke, steps: number): PenStroke {
  const result: PenPoint[] = []
  for (let index = 0; index < points.length - 1; index += 1) {
    const b = points[index]
    const c = points[index + 1]
    if (b === undefined || c === undefined) continue
    const a = points[index - 1] ?? b
    const d = points[index + 2] ?? c
    for (let step = 0; step < steps; step += 1) result.push(between([a, b, c, d], step / steps))
  }
  const last = points.at(-1)
  return last === undefined ? result : [...result, last]
}

function between([a, b, c, d]: readonly [PenPoint, PenPoint, PenPoint, PenPoint], t: number): PenPoint {
  return {
    x: spline([a.x, b.x, c.x, d.x], t),
    y: spline([a.y, b.y, c.y, d.y], t),
    width: b.width + (c.width - b.width) * t,
  }
}

function spline([a, b, c, d]: readonly [number, number, number, number], t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3)
}

function fixed(value: number): string {
  return value.toFixed(2)
}
