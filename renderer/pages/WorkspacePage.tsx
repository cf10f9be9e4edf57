import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import type * as z from 'zod'
import type { currentWorkspaceSchema } from '../../electron/contract/workspace.ts'
import { api } from '../api/client.ts'
import { useLive } from '../api/live.ts'
import { problemOf } from '../api/problem.ts'
import { onDesktop, openSecondTab } from '../api/session.ts'
import { WorkspaceCounts } from '../features/workspace/WorkspaceCounts.tsx'
import { WorkspaceFacts } from '../features/workspace/WorkspaceFacts.tsx'
import { kindNames } from '../features/workspace/words.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { StatusBar } from '../ui/StatusBar.tsx'
import './workspacePage.css'

type Current = z.infer<typeof currentWorkspaceSchema>

/** What is in the open workspace, and how to leave it. */
export function WorkspacePage({ current }: { readonly current: Current }) {
  useLive()
  const { lock, locking, problem } = useLock()
  const second = useMutation({ mutationFn: openSecondTab })
  const failed = problem ?? second.error
  return (
    <div className="workspace-page">
      {current.drill && (
        <aside className="drill-band" aria-label="演练">
          演练 · 单位、人员和问题都是虚构的，真正的总部不会接收
        </aside>
      )}
      <header className="workspace-head">
        <div>
          <p className="workspace-kind">{kindNames[current.kind]}工作区</p>
          <h1 className="workspace-title">{current.name}</h1>
        </div>
        <div className="workspace-actions">
          {!onDesktop && <Button onClick={() => second.mutate()}>另开一页</Button>}
          <Button onClick={lock} loading={locking} aria-keyshortcuts="Control+L" title="Ctrl+L">
            锁定
          </Button>
        </div>
      </header>
      <main className="workspace-body">
        {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
        <WorkspaceCounts counts={current.counts} />
        <WorkspaceFacts current={current} />
        <p className="workspace-next">
          记录、备忘录和台账的界面随后续版本提供。导出、导入数据包和核验文件，请用命令行 mingcha。
        </p>
      </main>
      <StatusBar items={statusOf(current)} />
    </div>
  )
}

/** Locking forgets what the window has read, so that nothing of it is left behind the first page. */
function useLock() {
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation(
    api.workspace.lock.mutationOptions({ onSuccess: () => queries.resetQueries({ queryKey: api.workspace.key() }) }),
  )
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (!event.ctrlKey || event.key.toLowerCase() !== 'l') return
      event.preventDefault()
      mutate(undefined)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [mutate])
  return { lock: () => mutate(undefined), locking: isPending, problem: error }
}

function statusOf(current: Current): readonly string[] {
  const { name, person, recoverable, counts } = current
  return [
    name,
    person.name,
    registrationOf(current),
    ...(recoverable ? [] : ['尚无恢复途径']),
    counts.unsent === 0 ? '没有待发的改动' : `待发改动 ${counts.unsent} 条`,
    '离线可用',
  ]
}

function registrationOf({ kind, registered }: Current): string {
  if (kind === 'headquarters') return registered ? '已建立发证机构' : '尚未建立发证机构'
  return registered ? '已登记' : '未登记'
}
