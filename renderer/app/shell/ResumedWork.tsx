import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { JobView } from '../../../electron/contract/job/job.ts'
import { isJobKind, jobKinds, jobResult } from '../../../electron/contract/job/jobKind.ts'
import { problemText } from '../../../electron/contract/problem/problem.ts'
import { api } from '../../api/client.ts'
import { useJob, type WatchedJob } from '../../api/job.ts'
import { useWorkspace } from '../../api/workspace.ts'
import { hasPlace, placeOf } from '../places.ts'
import './resumedWork.css'

/** What the program had not finished when it ended and goes on with since the unlock, each to its end; until it is read. */
export function ResumedWork() {
  const { data: jobs = [] } = useQuery(api.job.list.queryOptions())
  const [read, setRead] = useState(readBefore)
  const begun = jobs.filter(({ kind, resumed }) => resumed || kind === 'workspace.upgrade')
  const shown = begun.filter(({ id }) => !read.includes(id)).toReversed()
  if (shown.length === 0) return null
  function close(): void {
    const all = [...read, ...shown.map(({ id }) => id)]
    sessionStorage.setItem(readKey, all.join(' '))
    setRead(all)
  }
  return (
    <section className="resumed" aria-label="接着做的工作">
      <div>
        <p className="resumed-head">
          {shown.every(({ resumed }) => !resumed)
            ? '程序升级了，旧版读不懂而留存的内容现在读入：'
            : '程序上次停下时有工作没有做完，解锁后接着做：'}
        </p>
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
  const workspace = useWorkspace().kind
  const known = isJobKind(kind) ? jobKinds[kind] : undefined
  const noun = known?.about.noun
  return (
    <li>
      <b>{known?.name ?? '其他工作'}</b>
      <span role="status">{standing(job)}</span>
      {noun !== undefined && hasPlace(noun) && <Link {...placeOf(noun, about ?? undefined, workspace)}>去看看</Link>}
    </li>
  )
}

function standing({ view, problem }: WatchedJob): string {
  if (problem !== undefined) {
    const { happened, todo } = problemText(problem.kind, problem.details)
    return `没有做成。${happened}${todo}`
  }
  if (view?.state !== 'done') return '正在做…'
  return `已做完${filesRefused(view) || evidenceDamaged(view) || keptRead(view)}。`
}

// What no page shows any more once the job has ended.

function filesRefused(view: JobView): string {
  const { results = [] } = jobResult('evidence.add', view) ?? {}
  const refused = results.filter(({ problem }) => problem !== null).length
  return refused === 0 ? '' : `，但有 ${refused} 个文件没有收进来，请重新添加`
}

function evidenceDamaged(view: JobView): string {
  const { checked, damaged } = jobResult('evidence.verifyAll', view) ?? {}
  if (damaged === undefined) return ''
  if (damaged.length === 0) return `，${checked} 件全部完好`
  return `，${checked} 件中有 ${damaged.length} 件缺失或者与登记时不一致：${damaged.join('、')}`
}

function keptRead(view: JobView): string {
  const { applied, invalid } = jobResult('workspace.upgrade', view) ?? {}
  if (applied === undefined) return ''
  const left = invalid === 0 ? '' : `，另有 ${invalid} 条写法与格式版本不符，留存备查`
  return `，读入 ${applied} 条${left}`
}

const readKey = 'mingcha.resumedRead'

function readBefore(): readonly string[] {
  return sessionStorage.getItem(readKey)?.split(' ') ?? []
}
