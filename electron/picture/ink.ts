import sharp from 'sharp'

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

/** SVG shapes of the strokes; each line's width follows the pen's speed, as a fibre tip does: slow is broad. */
export function inkShapes(strokes: readonly InkStroke[], colour: string, nib: number): string {
  const shapes = strokes.map((stroke) => strokeShapes(stroke.filter(isFinitePoint), nib)).join('')
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

function strokeShapes(points: InkStroke, nib: number): string {
  const [only] = points
  if (only === undefined) return ''
  if (points.length === 1) return line(only, { x: only.x + 0.01, y: only.y }, nib)
  const smooth = smoothed(points)
  let width = nib
  return smooth
    .slice(1)
    .map((point, index) => {
      const from = smooth[index] ?? point
      width = width * 0.7 + widthAt(distance(from, point), nib) * 0.3
      return line(from, point, width)
    })
    .join('')
}

function line(from: InkPoint, to: InkPoint, width: number): string {
  return `<path d="M${fixed(from.x)} ${fixed(from.y)}L${fixed(to.x)} ${fixed(to.y)}" stroke-width="${fixed(width)}"/>`
}

function widthAt(speed: number, nib: number): number {
  return nib * Math.max(0.55, 1.25 - speed / (nib * 8))
}

function distance(a: InkPoint, b: InkPoint): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

/** Catmull-Rom through the pen's points, four steps each: mice and trackpads sample coarsely. */
function smoothed(points: InkStroke): InkStroke {
  const result: InkPoint[] = []
  for (let index = 0; index < points.length - 1; index += 1) {
    const b = points[index]
    const c = points[index + 1]
    if (b === undefined || c === undefined) continue
    const a = points[index - 1] ?? b
    const d = points[index + 2] ?? c
    for (const t of [0, 0.25, 0.5, 0.75]) result.push(between([a, b, c, d], t))
  }
  const last = points.at(-1)
  return last === undefined ? result : [...result, last]
}

function between([a, b, c, d]: readonly [InkPoint, InkPoint, InkPoint, InkPoint], t: number): InkPoint {
  return { x: spline([a.x, b.x, c.x, d.x], t), y: spline([a.y, b.y, c.y, d.y], t) }
}

function spline([a, b, c, d]: readonly [number, number, number, number], t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3)
}

function fixed(value: number): string {
  return value.toFixed(2)
}
