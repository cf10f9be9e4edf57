import type { Store, Touched } from '../../store/store.ts'
import { createSubscription, type Iterated } from '../job/subscription.ts'

/** What commits have touched since the last one read. No ids at all means: any record of these nouns. */
export type LiveUpdate = { readonly nouns: string[]; readonly ids: string[] }

/**
 * One batch after each commit, or for several where the reader was slower (decisions.md 32). Read only; ends with the
 * reader, or with the signal (a lock, a closed window).
 */
export function watchCommits(store: Pick<Store, 'onCommit'>, signal?: AbortSignal): Iterated<LiveUpdate> {
  const stop = store.onCommit((touched) => subscription.push(limited(asUpdate(touched))))
  const finish = (): void => subscription.finish()
  const subscription = createSubscription<LiveUpdate>({
    merge: (waiting, next) => limited(merge(waiting, next)),
    onEnd: () => {
      stop()
      signal?.removeEventListener('abort', finish)
    },
  })
  if (signal?.aborted === true) finish()
  else signal?.addEventListener('abort', finish)
  return subscription.iterator
}

/** An import touches tens of thousands of records; a window shows a few dozen and asks again for all it shows. */
export const mostIds = 500

function asUpdate(touched: readonly Touched[]): LiveUpdate {
  return { nouns: distinct(touched.map(({ entity }) => entity)), ids: distinct(touched.map(({ id }) => id)) }
}

function merge(waiting: LiveUpdate, next: LiveUpdate): LiveUpdate {
  const any = waiting.ids.length === 0 || next.ids.length === 0
  return {
    nouns: distinct([...waiting.nouns, ...next.nouns]),
    ids: any ? [] : distinct([...waiting.ids, ...next.ids]),
  }
}

function limited(update: LiveUpdate): LiveUpdate {
  return update.ids.length > mostIds ? { nouns: update.nouns, ids: [] } : update
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
