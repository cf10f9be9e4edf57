/**
 * One step after the other, in the order of the calls, on either side of the contract. A step that fails is told to its
 * caller alone; the next goes on.
 */
export function turns(): <T>(step: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (step) => {
    const result = last.then(step)
    last = result.catch(() => undefined)
    return result
  }
}
