import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { jobResult } from '../../../electron/contract/job/jobKind.ts'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

/** Starts hashing every original again, and says what came of it. */
export function useVerifyAll() {
  const start = useMutation(api.evidence.verifyAll.mutationOptions())
  const ongoing = useOngoing(['evidence.verifyAll'])
  const job = useJob(start.data?.job ?? ongoing)
  return { start: () => start.mutate(undefined), starting: start.isPending, error: start.error, job }
}

type Verifying = ReturnType<typeof useVerifyAll>

export function VerifyAllButton({ verifying }: { readonly verifying: Verifying }) {
  return (
    <Button onClick={verifying.start} loading={verifying.starting || verifying.job.running}>
      校验全部证据
    </Button>
  )
}

export function VerifyAllResult({ verifying }: { readonly verifying: Verifying }) {
  const { error, job, start } = verifying
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />
  if (job.running || job.problem !== undefined) {
    return <JobPanel label="校验证据" job={job} onCancel={job.running ? job.cancel : undefined} onRetry={start} />
  }
  const result = jobResult('evidence.verifyAll', job.view)
  if (result === undefined) return null
  const { checked, damaged } = result
  return (
    <div className="verified" role="status">
      {damaged.length === 0
        ? `已逐件核对文件指纹，${checked} 件全部完好。`
        : `已核对 ${checked} 件，其中 ${damaged.length} 件缺失或者与登记时不一致：${damaged.join('、')}。请用备份恢复，或者请原来的电脑重新发来。`}
    </div>
  )
}
