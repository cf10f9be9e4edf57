import type { Action, ActionKind } from './action.ts'
import type { Draw } from './draw.ts'
import { headquartersActions } from './headquarters.ts'
import { honestActions } from './honest.ts'
import { hostileActions } from './hostile.ts'
import { joiningActions } from './joining.ts'
import { teamActions } from './teams.ts'
import { undoActions } from './undoing.ts'

/** All that can happen in a history: a new kind is one more entry. */
export const actionKinds: Readonly<Record<string, ActionKind>> = {
  ...honestActions,
  ...headquartersActions,
  ...teamActions,
  ...joiningActions,
  ...undoActions,
  ...hostileActions,
}

/**
 * Five to twenty-five actions of some of the kinds: a history that leaves most kinds out goes deeper into the others
 * than one that has a little of each.
 */
export function drawActions(seed: string, draw: Draw): readonly Action[] {
  const kinds = Object.entries(actionKinds).filter(([name]) => always.includes(name) || draw.chance(50))
  const weighted = kinds.flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name))
  return Array.from({ length: 5 + draw.below(21) }, (_, place) => ({
    kind: draw.pick(weighted) ?? 'make',
    seed: `${seed} action ${place}`,
  }))
}
const always: readonly string[] = ['begin', 'make', 'edit', 'send']
