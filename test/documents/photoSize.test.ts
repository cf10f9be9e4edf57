import { describe, expect, it } from 'vitest'
import { fitted, pageMm, partsOf, shapeOf } from '../../electron/documents/parts/photoSize.ts'

describe('the size of a printed picture', () => {
  it.each([
    [40, 40, 'half'],
    [1280, 960, 'half'],
    [960, 1280, 'half'],
    [1280, 720, 'half'],
    [720, 1280, 'half'],
    [640, 1387, 'whole'],
    [600, 6000, 'parts'],
    [30, 6000, 'parts'],
    [5486, 640, 'parts'],
    [3000, 900, 'half'],
    [200, 20, 'half'],
  ] as const)('of %i × %i pixels is that of a picture on the %s of a page', (width, height, shape) =>
    expect(shapeOf({ width, height })).toBe(shape),
  )

  it('is never larger than on a screen, and never outside the page', () => {
    expect(fitted({ width: 40, height: 40 }, { width: 156, height: 90 }).width).toBeCloseTo(10.6, 1)
    expect(fitted({ width: 1280, height: 960 }, { width: 156, height: 90 })).toEqual({ width: 120, height: 90 })
  })

  it.each([
    [600, 6000],
    [30, 6000],
    [640, 9000],
    [5486, 640],
    [12000, 500],
  ])('of %i × %i pixels is printed in parts that together are the whole, none of them a strip', (width, height) => {
    const parts = partsOf({ width, height }, 180)
    const along = height > width ? (['top', 'bottom'] as const) : (['left', 'right'] as const)
    const shown = parts.map(({ crop }) => 100 - (crop?.[along[0]] ?? 0) - (crop?.[along[1]] ?? 0))
    expect(shown.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5)
    for (const part of parts) {
      expect(part.width).toBeLessThanOrEqual(pageMm.width)
      expect(part.height).toBeLessThanOrEqual(180)
      const natural = (Math.min(width, height) * 25.4) / 96
      expect(Math.min(part.width, part.height)).toBeGreaterThanOrEqual(Math.min(20, natural * 0.9))
    }
  })
})
