/** Something done and what of it can be taken back next: itself, or the operation that did it again. */
export type Step<O> = { readonly done: O; readonly last: string }

type Operation = { readonly operation: string; readonly undoes: string | null }

/**
 * What can be undone and done again, each the next first, of operations in the order of the doing. Undoing an undo is doing
 * again; whoever does something else can no longer do again what was undone before.
 */
export function undoStacks<O extends Operation>(
  operations: readonly O[],
): { readonly back: readonly Step<O>[]; readonly forward: readonly Step<O>[] } {
  let back: readonly Step<O>[] = []
  let forward: readonly Step<O>[] = []
  for (const one of operations) {
    const undone = back.find(({ last }) => last === one.undoes)
    const redone = forward.find(({ last }) => last === one.undoes)
    if (undone !== undefined) {
      back = back.filter((step) => step !== undone)
      forward = [{ done: undone.done, last: one.operation }, ...forward]
    } else if (redone !== undefined) {
      forward = forward.filter((step) => step !== redone)
      back = [{ done: redone.done, last: one.operation }, ...back]
    } else if (one.undoes === null) {
      back = [{ done: one, last: one.operation }, ...back]
      forward = []
    }
  }
  return { back, forward }
}
