import { QueryClient } from '@tanstack/react-query'
import type { Problem } from '../../electron/contract/problem/problem.ts'
import { problemOf } from './problem.ts'

/**
 * The host is on this machine or in this building: being offline is a normal state and must not pause a query, and a
 * Problem does not go away by asking again. What changed is told by `live.watch`, so nothing polls.
 *
 *   const documents = useQuery(api.campaign.list.queryOptions())
 *   <DataTable page={onePage(documents)} … />       a list that may be long: usePages of api/pages.ts
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: Infinity },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** What `ui/DataTable` shows, of a query with one answer. */
export function onePage<Row>(query: {
  readonly data: readonly Row[] | undefined
  readonly isPending: boolean
  readonly error: Error | null
}): Page<Row> {
  const { data, isPending, error } = query
  return { rows: data ?? [], pending: isPending, problem: shownProblem(error, data) }
}

/** The same as `TablePage` of ui/DataTable, of a list that is here as a whole. */
type Page<Row> = {
  readonly rows: readonly Row[]
  readonly pending: boolean
  readonly problem: Problem | undefined
}

/** What was read stays in view when asking again fails: the shell says that the host is lost. */
export function shownProblem(error: Error | null, data: unknown): Problem | undefined {
  return error === null || data !== undefined ? undefined : problemOf(error)
}
