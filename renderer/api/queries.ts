import { QueryClient } from '@tanstack/react-query'

/**
 * The host is on this machine or in this building: being offline is a normal state and must not pause a query, and a
 * Problem does not go away by asking again. What changed is told by `live.watch`, so nothing polls.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: Infinity },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
