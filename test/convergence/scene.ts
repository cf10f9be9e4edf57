import type { Entity } from '../../electron/contract/catalogue/catalogue.ts'
import type { ChangeLine } from '../../electron/contract/change.ts'
import type { Pen } from './pen.ts'
import { type Ground, ownLogs, type OwnLog, type Replica } from './replica.ts'

/** Everybody of a history, and what they have made so far. */
export type Scene = Ground & {
  readonly headquarters: Replica[]
  readonly teams: Replica[]
  /** Writers who keep to the format and to nothing else. */
  readonly hostile: Pen[]
  /** Ids of rows and events, in the order of their making; some were claimed more than once. */
  readonly ids: { readonly entity: Entity; readonly id: string }[]
  readonly people: string[]
  /** Changes whose bodies are held back at first. */
  readonly withheld: Set<string>
  /** How often something happened that a history must reach to prove anything. */
  readonly reached: Map<string, number>
}

export function replicasOf({ headquarters, teams }: Pick<Scene, 'headquarters' | 'teams'>): readonly Replica[] {
  return [...headquarters, ...teams]
}

export function logsOf(scene: Scene): readonly string[] {
  return [...replicasOf(scene), ...scene.hostile].map(({ birth }) => birth.log)
}

/** The logs that are headquarters', whoever knows it. */
export function headquartersLogs({ headquarters }: Pick<Scene, 'headquarters'>): readonly OwnLog[] {
  return headquarters.flatMap(ownLogs)
}

export function note(scene: Scene, entity: Entity, id: string): void {
  scene.ids.push({ entity, id })
}

export function reach(scene: Scene, what: string): void {
  scene.reached.set(what, (scene.reached.get(what) ?? 0) + 1)
}

export type Line = { readonly hash: string; readonly line: ChangeLine }
