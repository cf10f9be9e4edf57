import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JobKind } from '../../electron/contract/job/jobKind.ts'
import { api } from './client.ts'

/**
 * The job of these kinds that was running when this screen opened, or whose file nobody has fetched yet, on `about` where
 * that is given: a window that was reloaded or closed meanwhile sees it again, to its end and to its file. Give it to
 * `useJob` where the screen has started none itself.
 */
export function useOngoing(kinds: readonly JobKind[], about?: string): string | undefined {
  const { data, isFetchedAfterMount } = useQuery(api.job.list.queryOptions({ staleTime: 0 }))
  // Another screen may have asked long ago: what was running then would be kept here as if it still were.
  const jobs = isFetchedAfterMount ? (data ?? []) : []
  const [found, setFound] = useState<string>()
  const own = jobs.filter(
    (job) => kinds.some((kind) => kind === job.kind) && (about === undefined || job.about === about),
  )
  const [newest] = own
  const open = (own.find(({ state }) => isUnderWay(state)) ?? (newest?.fetchable === true ? newest : undefined))?.id
  // Kept when it ends: its result is what the screen waits for.
  if (open !== undefined && open !== found) setFound(open)
  return open ?? found
}

function isUnderWay(state: string): boolean {
  return state === 'waiting' || state === 'running'
}
