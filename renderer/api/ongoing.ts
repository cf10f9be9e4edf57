import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from './client.ts'

/**
 * The job of these kinds that was running when this screen opened, on `about` where that is given: a window that was
 * reloaded or closed meanwhile sees it again, to its end. Give it to `useJob` where the screen has started none itself.
 */
export function useOngoing(kinds: readonly string[], about?: string): string | undefined {
  const { data: jobs = [] } = useQuery(api.job.list.queryOptions({ staleTime: 0, gcTime: 0 }))
  const [found, setFound] = useState<string>()
  const running = jobs.find(
    (job) => kinds.includes(job.kind) && isUnderWay(job.state) && (about === undefined || job.about === about),
  )?.id
  // Kept when it ends: its result is what the screen waits for.
  if (running !== undefined && running !== found) setFound(running)
  return running ?? found
}

function isUnderWay(state: string): boolean {
  return state === 'waiting' || state === 'running'
}
