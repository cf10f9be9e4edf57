import type { Author } from './story.ts'

type Point = { readonly x: number; readonly y: number }

/** A signature as a pad gives it: strokes of points in pixels; made up, and different for the two signers. */
export function drawnSignature(author: Author): Point[][] {
  const [slant, loops] = author === 'leader' ? [0.25, 3] : [-0.15, 4]
  return Array.from({ length: 3 }, (_, stroke) =>
    Array.from({ length: 40 }, (_, step) => {
      const t = step / 39
      return {
        x: Math.round(60 + stroke * 150 + t * 130 + 14 * Math.sin(loops * Math.PI * t)),
        y: Math.round(110 + slant * t * 90 + 48 * Math.sin((loops + stroke) * Math.PI * t) * (1 - t / 2)),
      }
    }),
  )
}
