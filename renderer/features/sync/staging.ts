import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { JobView } from '../../../electron/contract/job/job.ts'
import { Problem } from '../../../electron/contract/problem/problem.ts'
import { turns } from '../../../electron/contract/turns.ts'
import { api, client } from '../../api/client.ts'
import { uploadFile } from '../../api/files.ts'
import { problemOf, sentProblem } from '../../api/problem.ts'

/** One dropped file on its way to being staged; gone from the list when it is. */
export type Incoming = {
  readonly key: number
  readonly name: string
  readonly view?: JobView
  readonly problem?: Problem
}

/** Takes packages in one after another: sent up, checked as a whole, staged. The staged ones are asked for again. */
export function useStaging() {
  const queries = useQueryClient()
  const [incoming, setIncoming] = useState<readonly Incoming[]>([])
  const next = useRef(0)
  const [inTurn] = useState(turns)
  const change = useCallback((key: number, to: Partial<Incoming>) => {
    setIncoming((now) => now.map((one) => (one.key === key ? { ...one, ...to } : one)))
  }, [])
  const dismiss = useCallback((key: number) => {
    setIncoming((now) => now.filter((one) => one.key !== key))
  }, [])
  const takeIn = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = next.current++
        setIncoming((now) => [...now, { key, name: file.name }])
        void inTurn(async () => {
          try {
            await stage(file, (view) => change(key, { view }))
            await queries.invalidateQueries({ queryKey: api.sync.staged.key() })
            dismiss(key)
          } catch (error) {
            change(key, { problem: problemOf(error) })
          }
        })
      }
    },
    [change, dismiss, inTurn, queries],
  )
  return { incoming, takeIn, dismiss }
}

async function stage(file: File, tell: (view: JobView) => void): Promise<void> {
  const { handle } = await uploadFile(file)
  const { job } = await client.sync.stage({ handle })
  for await (const view of await client.job.watch({ id: job })) {
    tell(view)
    if (view.problem !== null) throw sentProblem(view.problem)
    if (view.state === 'cancelled') throw new Problem('job.cancelled', {})
  }
}
