import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { outsideLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { inkPicture, inkShapes, type InkStroke } from '../../electron/picture/ink.ts'
import {
  placeholderPicture,
  signatureLinePixels,
  signedLinePictures,
} from '../../electron/picture/signatureLinePicture.ts'

const strokes: readonly InkStroke[] = [
  [
    { x: 10, y: 50 },
    { x: 60, y: 20 },
    { x: 110, y: 80 },
  ],
  [{ x: 150, y: 50 }],
]

describe('inkPicture', () => {
  it('has ink where the pen went and nothing elsewhere', async () => {
    const { opacity } = await pixels(await inkPicture(strokes, { width: 200, height: 100 }))
    expect(opacity(60, 20)).toBeGreaterThan(200)
    expect(opacity(150, 50)).toBeGreaterThan(200)
    expect(opacity(190, 90)).toBe(0)
  })

  it('makes the same bytes of the same strokes', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => inkPicture(strokes, { width: 200, height: 100 })))
    expect(first).toEqual(second)
  })

  it('passes over points that are no numbers', async () => {
    const broken = [...strokes, [{ x: Number.NaN, y: 1 }], []]
    const size = { width: 200, height: 100 }
    expect(await inkPicture(broken, size)).toEqual(await inkPicture(strokes, size))
  })
})

/** A pen that goes round and round, as a signature does; `reach` is how far apart its points lie. */
function scribble(strokes: number, points: number, reach: number): readonly InkStroke[] {
  return Array.from({ length: strokes }, (_, stroke) =>
    Array.from({ length: points }, (__, index) => {
      const turn = (stroke * points + index) * reach * 0.01
      return { x: 380 + 300 * Math.sin(turn * 1.3), y: 140 + 120 * Math.cos(turn * 1.7) }
    }),
  )
}

describe('what is drawn of a signature is bounded by its cost, not by the points that were sent', () => {
  it.each<readonly [string, readonly InkStroke[]]>([
    ['20,000 points that lie close together', scribble(20, 1000, 0.2)],
    ['20,000 points that lie far apart', scribble(20, 1000, 9)],
    ['as many strokes and points as may be sent', scribble(200, 5000, 1)],
    ['as many strokes of one point as may be sent', scribble(200, 1, 40)],
    ['20,000 times the same point', [Array.from({ length: 20_000 }, () => ({ x: 5, y: 5 }))]],
  ])('%s', (_, ink) => {
    const lines = inkShapes(ink, '#000000', 4).split('<path').length - 1
    expect(lines).toBeGreaterThan(0)
    // Each stroke keeps its two ends besides.
    expect(lines).toBeLessThanOrEqual(outsideLimits.ink.points + 2 * ink.length)
  })

  it('goes where all of it went', async () => {
    const { opacity } = await pixels(await inkPicture(scribble(20, 1000, 0.2), { width: 768, height: 288 }))
    const missed = scribble(20, 1000, 0.2)
      .flat()
      .filter(({ x, y }) => opacity(Math.round(x), Math.round(y)) === 0)
    expect(missed).toEqual([])
  })

  it('is no other than before where few points were sent', () => {
    expect(inkShapes(strokes, '#000000', 4).split('<path').length - 1).toBe(9)
  })
})

describe('the pictures of a signature line', () => {
  it('have one size, four times the line on paper, and no transparency', async () => {
    const signed = await signedLinePictures({ strokes, signedOn: '2014-11-21' })
    for (const picture of [await placeholderPicture(), signed.valid, signed.invalid]) {
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', ...signatureLinePixels, hasAlpha: false })
    }
  })

  it('differ by state, and only the invalid one has red on it', async () => {
    const signed = await signedLinePictures({ strokes, signedOn: '2014-11-21' })
    expect(await reddish(signed.invalid)).toBeGreaterThan(2000)
    expect(await reddish(signed.valid)).toBe(0)
    expect(await reddish(await placeholderPicture())).toBe(0)
  })

  it('show the day: another day, another picture', async () => {
    const [one, two] = await Promise.all(
      ['2014-11-21', '2014-11-22'].map((signedOn) => signedLinePictures({ strokes, signedOn })),
    )
    expect(one?.valid).not.toEqual(two?.valid)
  })

  it('say in words that a certificate alone signed', async () => {
    const wordless = await signedLinePictures({ strokes: [], signedOn: '2014-11-21' })
    const { dark } = await pixels(wordless.valid)
    expect(dark({ left: 100, top: 90, width: 560, height: 110 })).toBeGreaterThan(3000)
  })

  it('keep a huge or tiny signature inside the line', async () => {
    for (const factor of [0.01, 40]) {
      const scaled = strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * factor, y: y * factor })))
      const { dark } = await pixels((await signedLinePictures({ strokes: scaled, signedOn: '2014-11-21' })).valid)
      expect(dark({ left: 60, top: 4, width: 650, height: 215 })).toBeGreaterThan(20)
      expect(dark({ left: 0, top: 0, width: 50, height: 215 })).toBe(0)
      expect(dark({ left: 718, top: 0, width: 50, height: 215 })).toBe(0)
    }
  })

  it('refuse a day that is none', async () => {
    await expect(signedLinePictures({ strokes, signedOn: '21.11.2014' })).rejects.toThrow('YYYY-MM-DD')
  })
})

type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const channel = (x: number, y: number, offset: number) => data[(y * info.width + x) * 4 + offset] ?? 0
  return {
    opacity: (x: number, y: number) => channel(x, y, 3),
    dark: ({ left, top, width, height }: Area) => {
      const rows = Array.from({ length: height }, (_, row) => top + row)
      const columns = Array.from({ length: width }, (_, column) => left + column)
      return rows.reduce((sum, y) => sum + columns.filter((x) => channel(x, y, 0) < 100).length, 0)
    },
  }
}

async function reddish(png: Uint8Array): Promise<number> {
  const { data } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let count = 0
  for (let offset = 0; offset < data.length; offset += 3) {
    if ((data[offset] ?? 0) > 150 && (data[offset + 1] ?? 0) < 90) count += 1
  }
  return count
}
