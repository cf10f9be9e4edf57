/**
 * An async iterator that others feed. It never holds more than one value: what arrives before the reader comes back is
 * merged into it, so a slow or lost reader costs nothing. Ending it from either side wakes a reader that waits.
 */
export type Subscription<T> = {
  readonly push: (value: T) => void
  /** The value that still waits is delivered, then the iterator is done. */
  readonly finish: () => void
  readonly iterator: Iterated<T>
}

export type Iterated<T> = AsyncIteratorObject<T, undefined, void> & {
  readonly return: () => Promise<IteratorResult<T, undefined>>
}

export function createSubscription<T>(rules: {
  readonly merge: (waiting: T, next: T) => T
  /** Called once, when either side ends it. */
  readonly onEnd: () => void
}): Subscription<T> {
  let waiting: { readonly value: T } | undefined
  let ended = false
  let readers: ((result: IteratorResult<T, undefined>) => void)[] = []

  function push(value: T): void {
    if (ended) return
    const reader = readers.shift()
    if (reader !== undefined) reader({ value, done: false })
    else waiting = { value: waiting === undefined ? value : rules.merge(waiting.value, value) }
  }
  function finish(): void {
    if (ended) return
    ended = true
    for (const reader of readers) reader(over)
    readers = []
    rules.onEnd()
  }
  function next(): Promise<IteratorResult<T, undefined>> {
    if (waiting !== undefined) {
      const { value } = waiting
      waiting = undefined
      return Promise.resolve({ value, done: false })
    }
    if (ended) return Promise.resolve(over)
    return new Promise((resolve) => readers.push(resolve))
  }
  function end(): Promise<IteratorResult<T, undefined>> {
    waiting = undefined
    finish()
    return Promise.resolve(over)
  }
  const iterator: Iterated<T> = {
    next,
    return: end,
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => void (await end()),
  }
  return { push, finish, iterator }
}

const over = { value: undefined, done: true } as const
