import { Button, Spin } from 'antd'
import type { Problem } from '../../electron/contract/problem/problem.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Wordmark } from '../ui/Wordmark.tsx'
import './messagePage.css'

type MessagePageProps = { readonly problem?: Problem; readonly onRetry?: () => void }

/** A page that has nothing to show yet, or nothing to show any more. */
export function MessagePage({ problem, onRetry }: MessagePageProps) {
  return (
    <main className="message-page">
      <div className="message-card">
        <Wordmark />
        {problem === undefined ? (
          <output className="message-wait">
            <Spin size="small" /> 正在打开…
          </output>
        ) : (
          <ProblemNotice problem={problem} />
        )}
        {onRetry !== undefined && <Button onClick={onRetry}>重试</Button>}
      </div>
    </main>
  )
}
