import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useEffect } from 'react'
import * as z from 'zod'
import type { JobView } from '../../../electron/contract/job.ts'
import { demoPassword } from '../../../electron/contract/workspace.ts'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { problemOf, sentProblem } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { OpenWorkspace } from './OpenWorkspace.tsx'
import type { ListedWorkspace } from './WorkspaceList.tsx'
import './workspace.css'

const resultSchema = z.object({ workspaces: z.array(z.string()) })

/** Plays the whole line once into this machine's data folder; then its three workspaces can be opened like any other. */
export function OpenDemo({ workspaces }: { readonly workspaces: readonly ListedWorkspace[] }) {
  const queries = useQueryClient()
  const start = useMutation(api.workspace.openDemo.mutationOptions())
  const { view, problem } = useJob(start.data?.job)
  const made = view?.state === 'done' ? resultSchema.parse(view.result) : undefined
  const finished = made !== undefined
  useEffect(() => {
    if (finished) void queries.invalidateQueries({ queryKey: api.workspace.list.key() })
  }, [finished, queries])

  const listed = workspaces.filter(({ id }) => made?.workspaces.includes(id) === true)
  if (made !== undefined && listed.length > 0) {
    return (
      <>
        <output className="demo-ready">
          演练已备好：{listed.length} 个工作区，密码都是 <code>{demoPassword}</code>，已替您填好。
        </output>
        <OpenWorkspace workspaces={listed} password={demoPassword} />
      </>
    )
  }
  const running = start.isPending || (start.isSuccess && problem === undefined && !hasFailed(view))
  const failure = problem ?? jobProblem(view) ?? (start.error === null ? undefined : problemOf(start.error))
  return (
    <div className="panel">
      <h2 className="visually-hidden">打开演练</h2>
      <p className="panel-text">
        在本机做出三个工作区：组长、组员和总部。里面有三次检查、十二个问题、现场照片、两份签过字的备忘录，以及它们之间往来的数据包。单位、人员和问题都是虚构的。
      </p>
      {failure !== undefined && !running && <ProblemNotice problem={failure} />}
      {running ? <DemoProgress view={view} /> : <DemoStart onStart={() => start.mutate(undefined)} />}
    </div>
  )
}

function DemoStart({ onStart }: { readonly onStart: () => void }) {
  return (
    <div className="form-actions">
      <Button type="primary" onClick={onStart}>
        开始演练
      </Button>
    </div>
  )
}

function DemoProgress({ view }: { readonly view: JobView | undefined }) {
  const { done, total, note } = view ?? { done: 0, total: 0, note: '' }
  return (
    <div>
      <Progress percent={total === 0 ? 0 : Math.round((done / total) * 100)} showInfo={false} aria-label="演练进度" />
      <p className="demo-step">
        <output>{note === '' ? '正在准备…' : note}</output>
        {total > 0 && (
          <span>
            第 {Math.min(done + 1, total)} 步，共 {total} 步
          </span>
        )}
      </p>
    </div>
  )
}

function hasFailed(view: JobView | undefined): boolean {
  return view?.state === 'failed' || view?.state === 'cancelled'
}

function jobProblem(view: JobView | undefined) {
  return view?.problem == null ? undefined : sentProblem(view.problem.kind, view.problem.details)
}
