import { isProblem } from '../../electron/contract/problem/problem.ts'
import { undo } from '../../electron/store/undo/undo.ts'
import { lastOperations } from '../../electron/store/log/operations.ts'
import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import type { Replica } from './replica.ts'
import { reach, replicasOf, type Scene } from './scene.ts'

/** Own operations are taken back, undos too, whatever came in between. */
export const undoActions: Readonly<Record<string, ActionKind>> = {
  undo: { weight: 8, perform: undoOne },
}

async function undoOne(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  if (replica === undefined) return undefined
  const { store, person, birth } = replica
  const asked = { log: birth.log, person, after: 0, limit: draw.chance(60) ? 1 : 6 }
  const last = draw.pick(await store.read((tx) => lastOperations(tx, asked)))
  if (last === undefined) return undefined
  const { operation: undoes, entity, entityId: id } = last
  const at = new Date(scene.clock.now + replica.skew).toISOString()
  const done = await takeBack(scene, replica, {
    ...{ log: birth.log, author: person, at, operation: draw.id(scene.clock.now), undoes },
  })
  const again = last.undoes === null ? '' : ', itself an undo,'
  return `${replica.name} undoes ${short(undoes)}${again} of ${entity} ${short(id)}${done ? '' : ' in vain'}`
}

async function takeBack(scene: Scene, { store }: Replica, wanted: Parameters<typeof undo>[1]): Promise<boolean> {
  scene.clock.now += 1000
  try {
    const kept = await store.write((tx) => undo(tx, wanted))
    reach(scene, kept.length > 0 ? 'kept' : 'undone')
    return true
  } catch (error) {
    if (isProblem(error) && error.kind === 'permission.denied') return false
    throw error
  }
}
