import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

export type PlacedFinding = { readonly id: string; readonly position: string | null }

/**
 * The positions to write so that `moved` stands behind `after` (null: first) among the findings of its branch, given in
 * printed order. Usually one; all of the branch where a neighbour has none yet or two hold the same.
 */
export function placeFinding(
  branch: readonly PlacedFinding[],
  moved: string,
  after: string | null,
): readonly PlacedFinding[] {
  const mover = branch.find(({ id }) => id === moved)
  if (mover === undefined || moved === after) return []
  const others = branch.filter(({ id }) => id !== moved)
  const at = after === null ? 0 : others.findIndex(({ id }) => id === after) + 1
  if (after !== null && at === 0) return []
  const [before, behind] = [others[at - 1], others[at]]
  if (isKnown(before) && isKnown(behind) && inOrder(before, behind)) {
    return [{ id: moved, position: generateKeyBetween(before?.position, behind?.position) }]
  }
  const ordered = [...others.slice(0, at), mover, ...others.slice(at)]
  const keys = generateNKeysBetween(null, null, ordered.length)
  return ordered.map(({ id }, index) => ({ id, position: keys[index] ?? null }))
}

/** No neighbour on that side, or one with a position. */
function isKnown(neighbour: PlacedFinding | undefined): boolean {
  return neighbour === undefined || neighbour.position !== null
}

function inOrder(before: PlacedFinding | undefined, behind: PlacedFinding | undefined): boolean {
  if (before?.position == null || behind?.position == null) return true
  return before.position < behind.position
}
