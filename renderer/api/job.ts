import { useCallback, useEffect, useState } from 'react'
import type { JobView } from '../../electron/contract/job/job.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { client } from './client.ts'
import { problemOf, sentProblem } from './problem.ts'

/** `view` until and after the end; `problem` when it failed, was cancelled, or cannot be watched any more. */
export type WatchedJob = {
  readonly view?: JobView
  readonly problem?: Problem
  readonly running: boolean
  readonly cancel: () => void
}

/** Follows a job to its end. Losing sight of it changes nothing for the job. Give it to `ui/JobPanel`. */
export function useJob(job: string | undefined): WatchedJob {
  const [watched, setWatched] = useState<Watched>({})
  useEffect(() => {
    if (job === undefined) return undefined
    const watching = new AbortController()
    async function follow(id: string): Promise<void> {
      for await (const view of await client.job.watch({ id }, { signal: watching.signal }))
        setWatched({ job: id, view, ...failureOf(view) })
    }
    follow(job).catch((error: unknown) => {
      if (!watching.signal.aborted) setWatched({ job, problem: problemOf(error) })
    })
    return () => watching.abort()
  }, [job])
  const cancel = useCallback(() => {
    // Whether it was still in time is told by the watch.
    if (job !== undefined) client.job.cancel({ id: job }).catch(() => undefined)
  }, [job])
  const { view, problem } = watched.job === job ? watched : {}
  const running = job !== undefined && problem === undefined && view?.state !== 'done'
  return { ...(view && { view }), ...(problem && { problem }), running, cancel }
}

type Watched = { readonly job?: string; readonly view?: JobView; readonly problem?: Problem }

function failureOf({ problem, state }: JobView): { readonly problem?: Problem } {
  if (problem !== null) return { problem: sentProblem(problem) }
  return state === 'cancelled' ? { problem: new Problem('job.cancelled', {}) } : {}
}
