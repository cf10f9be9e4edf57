import type { Bounds } from './preferences.ts'

/** The design size, which fits the smallest laptops that are in use. */
const wanted = { width: 1366, height: 768 } as const
export const smallest = { width: 1024, height: 640 } as const

/** How much of the window must lie on a display, so that it can be seen and dragged. */
const visible = { width: 200, height: 100 } as const

/**
 * Where the window opens: where it was, where its top edge still lies on a display; else in the middle of the first one.
 * Never larger than its display.
 */
export function placeWindow(remembered: Bounds | undefined, workAreas: readonly Bounds[]): Bounds {
  const [first = { x: 0, y: 0, ...wanted }] = workAreas
  const display = workAreas.find((area) => remembered !== undefined && showsOn(remembered, area))
  if (remembered === undefined || display === undefined) return inTheMiddle(first)
  return { x: remembered.x, y: remembered.y, ...fitted(remembered, display) }
}

function showsOn({ x, y, width }: Bounds, area: Bounds): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return across >= visible.width && y >= area.y && y + visible.height <= area.y + area.height
}

function inTheMiddle(area: Bounds): Bounds {
  const { width, height } = fitted(wanted, area)
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  }
}

function fitted(size: { readonly width: number; readonly height: number }, area: Bounds) {
  return {
    width: Math.max(smallest.width, Math.min(size.width, area.width)),
    height: Math.max(smallest.height, Math.min(size.height, area.height)),
  }
}
