import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isEntity, shownBy } from '../../electron/contract/catalogue/catalogue.ts'
import { api, client } from './client.ts'
import { isKind } from './problem.ts'

/**
 * While a workspace is open: after each commit, asks again for what it touched (decisions.md 32), and notices when the host
 * has gone and when it is back. Nothing that was read or typed leaves the screen meanwhile.
 */
export function useLive(): { readonly lost: boolean } {
  const queries = useQueryClient()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    const watching = new AbortController()
    stayInTouch({ queries, signal: watching.signal, tell: setLost }).catch(() => undefined)
    return () => watching.abort()
  }, [queries])
  return { lost }
}

type Watch = {
  readonly queries: QueryClient
  readonly signal: AbortSignal
  readonly tell: (lost: boolean) => void
}

const askEveryMilliseconds = 1000

async function stayInTouch({ queries, signal, tell }: Watch): Promise<void> {
  while (!signal.aborted) {
    const silence = new AbortController()
    const stopListening = onUnreachable(queries, () => silence.abort())
    await follow(queries, AbortSignal.any([signal, silence.signal]))
    stopListening()
    if (signal.aborted) return
    // The watch has ended: the host is gone, or it no longer knows this session.
    let found = await probe()
    while (found === 'unreachable') {
      tell(true)
      await pause(askEveryMilliseconds, signal)
      if (signal.aborted) return
      found = await probe()
    }
    tell(false)
    if (found === 'closed') {
      // Locked, or a session that is no more: the page asks once, and shows which.
      await queries.invalidateQueries({ queryKey: api.workspace.current.key() })
      return
    }
    // Whatever was committed meanwhile was missed.
    await queries.invalidateQueries({ predicate: (query) => !isStatic(query) })
    await pause(askEveryMilliseconds, signal)
  }
}

async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const { nouns } of await client.live.watch(undefined, { signal }))
      await queries.invalidateQueries({ predicate: restsOn(nouns) })
  } catch {
    // Told apart by the next question.
  }
}

/** A pulled cable leaves the watch open and silent; the first question that gets no answer tells. */
function onUnreachable(queries: QueryClient, tell: () => void): () => void {
  const stops = [
    queries.getQueryCache().subscribe(({ query }) => {
      if (query.state.error !== null && isKind(query.state.error, 'host.unreachable')) tell()
    }),
    queries.getMutationCache().subscribe(({ mutation }) => {
      if (mutation?.state.error != null && isKind(mutation.state.error, 'host.unreachable')) tell()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function probe(): Promise<'open' | 'closed' | 'unreachable'> {
  try {
    await client.workspace.current()
    return 'open'
  } catch (error) {
    return isKind(error, 'host.unreachable') ? 'unreachable' : 'closed'
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Answers that no commit changes. */
const staticNouns = new Set(['riskPoint', 'help', 'job', 'session'])

/** What tells of records of every noun. */
const ofAllNouns = ['undo', 'trash', 'history'] as const

/** What is shown of the nouns that were written, as the catalogue says; packages and the like speak of everything. */
function restsOn(written: readonly string[]): (query: Query) => boolean {
  const shown = written.map((noun) => (isEntity(noun) ? shownBy(noun) : 'everything'))
  const asked = new Set<string>(shown.flatMap((nouns) => (nouns === 'everything' ? [] : nouns)))
  if (shown.includes('everything')) return (query) => !isStatic(query)
  for (const noun of ofAllNouns) asked.add(noun)
  return (query) => asked.has(procedureNounOf(query))
}

function isStatic(query: Query): boolean {
  return staticNouns.has(procedureNounOf(query))
}

/** Keys are [['finding', 'list'], …], as api/client.ts makes them. */
function procedureNounOf(query: Query): string {
  const [path] = query.queryKey
  return Array.isArray(path) ? String(path[0]) : String(path)
}
