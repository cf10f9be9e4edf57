import type { Draw } from './draw.ts'
import type { Scene } from './scene.ts'

/**
 * One thing that somebody does. All that it chooses comes from its own seed, out of what is there when its turn comes:
 * any other action can be left out of the history without changing this one, which is how a failing history is made small.
 */
export type Action = { readonly kind: string; readonly seed: string }

export type ActionKind = {
  /** How often it comes up beside the others. */
  readonly weight: number
  /** What was done, with ids only; undefined where there was nothing to do it to. */
  readonly perform: (scene: Scene, draw: Draw) => Promise<string | undefined>
}

/** The first eight characters tell logs, rows and changes apart in a printed history; an id's beginning is its time. */
export function short(id: string | undefined): string {
  if (id === undefined) return 'none'
  return id.length === 36 ? id.slice(-8) : id.slice(0, 8)
}
