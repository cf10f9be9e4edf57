import { Button, Progress, Spin } from 'antd'
import type { JobView } from '../../electron/contract/job/job.ts'
import type { Problem } from '../../electron/contract/problem/problem.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import './jobPanel.css'

/**
 * The one way to show long work: what it does now, n of m, cancel, and how it failed.
 *
 *   const job = useJob(started?.job)                                  (api/job.ts)
 *   <JobPanel label="导出数据包" job={job} onCancel={job.cancel} onRetry={start} />
 *
 * A job that is done shows nothing here: the screen shows what came of it.
 */
export type JobPanelProps = {
  readonly label: string
  readonly job: { readonly view?: JobView | undefined; readonly problem?: Problem | undefined }
  readonly onCancel?: (() => void) | undefined
  readonly onRetry?: (() => void) | undefined
}

export function JobPanel({ label, job: { view, problem }, onCancel, onRetry }: JobPanelProps) {
  if (problem !== undefined) {
    return (
      <div className="job">
        <ProblemNotice problem={problem} />
        {onRetry !== undefined && <Button onClick={onRetry}>重新开始</Button>}
      </div>
    )
  }
  if (view?.state === 'done') return null
  const { done, total, note } = view ?? { done: 0, total: 0, note: '' }
  return (
    <section className="job" aria-label={label}>
      <div className="job-words">
        <output>
          <Spin size="small" /> {note === '' ? `${label}：正在准备…` : note}
        </output>
        {total > 0 && (
          <span className="job-count">
            {Math.min(done, total)} / {total}
          </span>
        )}
      </div>
      <Progress
        percent={total === 0 ? 0 : Math.round((done / total) * 100)}
        showInfo={false}
        size="small"
        aria-label={`${label}进度`}
      />
      {onCancel !== undefined && (
        <Button size="small" onClick={onCancel}>
          取消
        </Button>
      )}
    </section>
  )
}
