import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { jobResult } from '../../../electron/contract/job/jobKind.ts'
import { demoPassword, type DemoPart } from '../../../electron/contract/workspace.ts'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import './workspace.css'

/** Plays the whole line once into this machine's data folder and opens the wanted part of it: choosing this way is the only click. */
export function OpenDemo({ part }: { readonly part: DemoPart }) {
  const queries = useQueryClient()
  const start = useMutation(api.workspace.openDemo.mutationOptions())
  const job = useJob(start.data?.job)
  const unlock = useMutation(
    api.workspace.unlock.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.workspace.key() }),
    }),
  )
  const made = jobResult('workspace.openDemo', job.view)?.workspaces.find((one) => one.part === part)?.id
  const { mutate: begin } = start
  const { mutate: open } = unlock
  useEffect(() => begin(undefined), [begin])
  useEffect(() => {
    if (made !== undefined) open({ id: made, password: demoPassword })
  }, [made, open])
  const failed = start.error ?? unlock.error
  return (
    <div className="panel">
      <h2 className="visually-hidden">打开演练</h2>
      <p className="panel-text">
        在本机做出三个工作区：组长、组员和总部。里面有三次检查、十二个问题、现场照片、两份签过名的备忘录，以及它们之间往来的数据包。单位、人员和问题都是虚构的。
      </p>
      <p className="panel-text">
        做好后先打开组长的工作区，一般不到一分钟；总部和组员的从页面最上方打开。密码都是{' '}
        <code className="demo-password">{demoPassword}</code>，签名时用得着。
      </p>
      {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
      {failed === null && made === undefined && (
        <JobPanel label="演练" job={job} onCancel={job.cancel} onRetry={() => begin(undefined)} />
      )}
    </div>
  )
}
