import { useEffect, useState } from 'react'
import type { JobView } from '../../electron/contract/job.ts'
import type { Problem } from '../../electron/contract/problem.ts'
import { client } from './client.ts'
import { problemOf } from './problem.ts'

export type WatchedJob = { readonly view?: JobView; readonly problem?: Problem }

/** Follows a job to its end. Losing sight of it changes nothing for the job. */
export function useJob(job: string | undefined): WatchedJob {
  const [watched, setWatched] = useState<WatchedJob & { readonly job?: string }>({})
  useEffect(() => {
    if (job === undefined) return undefined
    const watching = new AbortController()
    async function follow(id: string): Promise<void> {
      for await (const view of await client.job.watch({ id }, { signal: watching.signal }))
        setWatched({ job: id, view })
    }
    follow(job).catch((error: unknown) => {
      if (!watching.signal.aborted) setWatched({ job, problem: problemOf(error) })
    })
    return () => watching.abort()
  }, [job])
  return watched.job === job ? watched : {}
}
