import type { WebContents } from 'electron'
import type { PreferenceFile } from './preferences.ts'

/** 80 % to 200 %, in the steps of a browser. */
export const zoomSteps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

/** The next step up or down from where the window is; at the end it stays. */
export function nextZoom(now: number, direction: 1 | -1): number {
  const steps = direction === 1 ? zoomSteps : zoomSteps.toReversed()
  // Factors come back from the page as they went in, give or take a rounding.
  return steps.find((step) => (step - now) * direction > 0.01) ?? steps.at(-1) ?? 1
}

export type Zoom = { readonly larger: () => void; readonly smaller: () => void; readonly reset: () => void }

/** Zooms the window and remembers how far. */
export function zoomOf(contents: WebContents, preferences: PreferenceFile): Zoom {
  function set(zoom: number): void {
    contents.setZoomFactor(zoom)
    preferences.change({ zoom })
  }
  return {
    larger: () => set(nextZoom(contents.getZoomFactor(), 1)),
    smaller: () => set(nextZoom(contents.getZoomFactor(), -1)),
    reset: () => set(1),
  }
}
