import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { JobView } from '../../../electron/contract/job/job.ts'
import { jobResult } from '../../../electron/contract/job/jobKind.ts'
import { api, client } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { DropZone } from '../../ui/DropZone.tsx'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { StagedPackage } from './StagedPackage.tsx'
import { useStaging, type Incoming } from './staging.ts'
import type { ImportPreview } from './syncView.ts'
import './sync.css'

/** 收进来: files are checked as they come; nothing is written before someone has seen what it would do and says yes. */
export function ImportDesk({ mayEnrol = false }: { readonly mayEnrol?: boolean }) {
  const { incoming, takeIn, dismiss } = useStaging()
  const staged = useQuery(api.sync.staged.queryOptions())
  const [started, setStarted] = useState<Accepting>()
  const ongoing = useOngoing(['sync.stage', 'sync.accept'])
  // Watched here and not in the package's own card, which is gone as soon as the package is in.
  const job = useJob(started?.job ?? (incoming.length === 0 ? ongoing : undefined))
  useImported(job.view)
  return (
    <section className="sync-desk" aria-label="收进来">
      <h2>收进来</h2>
      <DropZone
        label="数据包"
        button="选择数据包"
        hint="或者拖到这里，可以一次几个。名字以 .mcsync 结尾。"
        accept=".mcsync"
        multiple
        onFiles={takeIn}
      />
      {mayEnrol && (
        <p className="sync-note">
          送来的是申请文件（.mcreq），请
          <Link to="/settings" search={{ section: '登记' }}>
            去办理登记
          </Link>
          。
        </p>
      )}
      {incoming.map((one) => (
        <IncomingFile key={one.key} incoming={one} onDismiss={() => dismiss(one.key)} />
      ))}
      {(job.running || job.problem !== undefined) && <JobPanel label="处理数据包" job={job} onCancel={job.cancel} />}
      {staged.isError && <ProblemNotice problem={problemOf(staged.error)} />}
      {staged.data?.toSorted(bySerial).map((preview) => (
        <StagedPackage
          key={preview.import}
          preview={preview}
          accepting={job.running && started?.import === preview.import}
          onAccept={(accept) => setStarted({ import: preview.import, job: accept })}
        />
      ))}
      {staged.data?.length === 0 && incoming.length === 0 && !job.running && (
        <p className="sync-note">没有等着处理的数据包。检查之后先看会改动什么，再决定导入。</p>
      )}
    </section>
  )
}

function bySerial(one: ImportPreview, other: ImportPreview): number {
  return one.sender.localeCompare(other.sender, 'zh') || one.serial - other.serial
}

type Accepting = { readonly import: string; readonly job: string }

/** Says what came in, and asks again for everything: an import speaks of all of it. */
function useImported(view: JobView | undefined): void {
  const queries = useQueryClient()
  const toast = useToast()
  const done = view?.state === 'done' ? view : undefined
  useEffect(() => {
    if (done === undefined) return
    const imported = jobResult('sync.accept', done)
    if (imported !== undefined) {
      const serials = imported.accepted.map(({ serial }) => `第 ${serial} 号`).join('、')
      toast(serials === '' ? '这个数据包以前已经导入过' : `已导入${serials}数据包`)
    }
    void queries.invalidateQueries()
  }, [done, queries, toast])
}

function IncomingFile({ incoming, onDismiss }: { readonly incoming: Incoming; readonly onDismiss: () => void }) {
  const { name, view, problem } = incoming
  return (
    <div className="incoming">
      <p className="incoming-name">{name}</p>
      <JobPanel
        label={`检查 ${name}`}
        job={{ view, problem }}
        onCancel={view === undefined ? undefined : () => void client.job.cancel({ id: view.id })}
      />
      {problem !== undefined && (
        <Button size="small" onClick={onDismiss}>
          知道了
        </Button>
      )}
    </div>
  )
}
