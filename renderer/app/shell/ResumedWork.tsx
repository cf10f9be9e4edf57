import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type * as z from 'zod'
import type { intakeResult, verifiedEvidence } from '../../../electron/contract/evidence.ts'
import { problemText } from '../../../electron/contract/problem/problem.ts'
import { api } from '../../api/client.ts'
import { useJob, type WatchedJob } from '../../api/job.ts'
import { useWorkspace } from '../../api/workspace.ts'
import './resumedWork.css'

/** What the program had not finished when it ended and goes on with since the unlock, each to its end; until it is read. */
export function ResumedWork() {
  const { data: jobs = [] } = useQuery(api.job.list.queryOptions())
  const [read, setRead] = useState(readBefore)
  const shown = jobs.filter(({ id, resumed }) => resumed && !read.includes(id)).toReversed()
  if (shown.length === 0) return null
  function close(): void {
    const all = [...read, ...shown.map(({ id }) => id)]
    sessionStorage.setItem(readKey, all.join(' '))
    setRead(all)
  }
  return (
    <section className="resumed" aria-label="接着做的工作">
      <div>
        <p className="resumed-head">程序上次停下时有工作没有做完，解锁后接着做：</p>
        <ul>
          {shown.map(({ id, kind, about }) => (
            <Resumed key={id} id={id} kind={kind} about={about} />
          ))}
        </ul>
      </div>
      <Button size="small" onClick={close}>
        知道了
      </Button>
    </section>
  )
}

type ResumedProps = { readonly id: string; readonly kind: string; readonly about: string | null }

function Resumed({ id, kind, about }: ResumedProps) {
  const job = useJob(id)
  const exchange = useWorkspace().kind === 'headquarters' ? '/import' : '/sync'
  const known = kinds.get(kind)
  return (
    <li>
      <b>{known?.name ?? '其他工作'}</b>
      <span role="status">{standing(job, known?.cameOf)}</span>
      {known !== undefined && <Link {...known.place(about ?? undefined, exchange)}>去看看</Link>}
    </li>
  )
}

function standing({ view, problem }: WatchedJob, cameOf: Kind['cameOf']): string {
  if (problem !== undefined) {
    const { happened, todo } = problemText(problem.kind, problem.details)
    return `没有做成。${happened}${todo}`
  }
  if (view?.state !== 'done') return '正在做…'
  return `已做完${cameOf?.(view.result) ?? ''}。`
}

type Kind = {
  readonly name: string
  /** The page that shows the rest; `exchange`: where packages come and go. */
  readonly place: (about: string | undefined, exchange: '/sync' | '/import') => LinkProps
  /** What no page shows any more once the job has ended. */
  readonly cameOf?: (result: unknown) => string
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'evidence.add',
    { name: '收照片和文件', place: (id) => ({ to: '/findings/{-$id}', params: { id } }), cameOf: filesRefused },
  ],
  ['evidence.verifyAll', { name: '校验全部证据', place: () => ({ to: '/evidence' }), cameOf: evidenceDamaged }],
  ['memo.freeze', { name: '备忘录定稿', place: (id) => ({ to: '/memos/{-$id}', params: { id } }) }],
  ['sync.export', { name: '导出数据包', place: (_, to) => ({ to }) }],
  ['sync.stage', { name: '检查数据包', place: (_, to) => ({ to }) }],
  ['sync.accept', { name: '导入数据包', place: (_, to) => ({ to }) }],
  ['sync.holdings', { name: '整理所存内容', place: (_, to) => ({ to }) }],
])

// The host wrote each result by the schema of its job.

function filesRefused(result: unknown): string {
  const { results } = result as { readonly results: readonly z.infer<typeof intakeResult>[] }
  const refused = results.filter(({ problem }) => problem !== null).length
  return refused === 0 ? '' : `，但有 ${refused} 个文件没有收进来，请重新添加`
}

function evidenceDamaged(result: unknown): string {
  const { checked, damaged } = result as z.infer<typeof verifiedEvidence>
  if (damaged.length === 0) return `，${checked} 件全部完好`
  return `，${checked} 件中有 ${damaged.length} 件缺失或者与登记时不一致：${damaged.join('、')}`
}

const readKey = 'mingcha.resumedRead'

function readBefore(): readonly string[] {
  return sessionStorage.getItem(readKey)?.split(' ') ?? []
}
