import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

/** The job of these kinds that was running when this screen opened: a window that was closed meanwhile sees it again. */
export function useOngoing(kinds: readonly string[]): string | undefined {
  const { data: jobs = [] } = useQuery(api.job.list.queryOptions({ staleTime: 0, gcTime: 0 }))
  return jobs.find(({ kind, state }) => kinds.includes(kind) && (state === 'waiting' || state === 'running'))?.id
}
