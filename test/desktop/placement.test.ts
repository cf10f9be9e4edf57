import { describe, expect, it } from 'vitest'
import { placeWindow } from '../../electron/desktop/placement.ts'
import { nextZoom } from '../../electron/desktop/zoom.ts'

const laptop = { x: 0, y: 0, width: 1366, height: 728 }
const beside = { x: 1366, y: -200, width: 1920, height: 1040 }

describe('where the window opens', () => {
  it('fills a small laptop, and stands in the middle of a large screen', () => {
    expect(placeWindow(undefined, [laptop])).toEqual({ x: 0, y: 0, width: 1366, height: 728 })
    expect(placeWindow(undefined, [beside])).toEqual({ x: 1643, y: -64, width: 1366, height: 768 })
  })

  it('comes back to a second screen while that is there, and to the first when it is gone', () => {
    const there = { x: 1500, y: -100, width: 1400, height: 900 }
    expect(placeWindow(there, [laptop, beside])).toEqual(there)
    expect(placeWindow(there, [laptop])).toEqual({ x: 0, y: 0, width: 1366, height: 728 })
  })

  it.each([
    ['its title bar lies above the screen', { x: 100, y: -300, width: 1200, height: 700 }],
    ['only its corner is left', { x: 1300, y: 700, width: 1200, height: 700 }],
    ['it lies to the left of everything', { x: -1190, y: 10, width: 1200, height: 700 }],
  ])('does not come back to where %s', (_, lost) => {
    expect(placeWindow(lost, [laptop])).toEqual({ x: 0, y: 0, width: 1366, height: 728 })
  })

  it('is never larger than its screen, nor smaller than the design allows', () => {
    expect(placeWindow({ x: 10, y: 10, width: 4000, height: 3000 }, [laptop])).toMatchObject({
      width: 1366,
      height: 728,
    })
    expect(placeWindow({ x: 10, y: 10, width: 300, height: 200 }, [laptop])).toMatchObject({ width: 1024, height: 640 })
  })
})

describe('zoom', () => {
  it('goes from 80 to 200 % and stops there', () => {
    const up = [nextZoom(1, 1), nextZoom(1.1, 1), nextZoom(1.7500001, 1), nextZoom(2, 1)]
    expect(up).toEqual([1.1, 1.25, 2, 2])
    expect([nextZoom(1, -1), nextZoom(0.9, -1), nextZoom(0.8, -1)]).toEqual([0.9, 0.8, 0.8])
  })
})
