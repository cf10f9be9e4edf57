import { QueryClient } from '@tanstack/react-query'
import type { Problem } from '../../electron/contract/problem.ts'
import { problemOf } from './problem.ts'

/**
 * The host is on this machine or in this building: being offline is a normal state and must not pause a query, and a
 * Problem does not go away by asking again. What changed is told by `live.watch`, so nothing polls.
 *
 *   const visits = useQuery(api.visit.list.queryOptions({ input: {} }))          one answer
 *   const findings = useInfiniteQuery(api.finding.list.infiniteOptions({ … }))   pages
 *   <DataTable page={pageOf(findings, (one) => one.findings)} … />
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
  return { rows: data ?? [], total: data?.length, pending: isPending, problem: shownProblem(error, data) }
}

/** What `ui/DataTable` shows, of a query in pages. */
export function pageOf<Answer extends { readonly total: number }, Row>(
  query: {
    readonly data: { readonly pages: readonly Answer[] } | undefined
    readonly isPending: boolean
    readonly error: Error | null
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  },
  rowsOf: (answer: Answer) => readonly Row[],
): Page<Row> {
  const { data, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = hasNextPage && !isFetchingNextPage ? { more: () => void fetchNextPage() } : {}
  return {
    rows: data?.pages.flatMap(rowsOf) ?? [],
    total: data?.pages.at(-1)?.total,
    pending: isPending,
    problem: shownProblem(error, data),
    ...more,
  }
}

/** The same as `TablePage` of ui/DataTable. */
export type Page<Row> = {
  readonly rows: readonly Row[]
  readonly total: number | undefined
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly more?: () => void
}

/** What was read stays in view when asking again fails: the shell says that the host is lost. */
function shownProblem(error: Error | null, data: unknown): Problem | undefined {
  return error === null || data !== undefined ? undefined : problemOf(error)
}
