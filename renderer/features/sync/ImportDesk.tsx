import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, client } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { problemOf } from '../../api/problem.ts'
import { DropZone } from '../../ui/DropZone.tsx'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { StagedPackage } from './StagedPackage.tsx'
import { useStaging, type Incoming } from './staging.ts'
import { useOngoing } from './useOngoing.ts'
import './sync.css'

/** 收进来: files are checked as they come; nothing is written before someone has seen what it would do and says yes. */
export function ImportDesk() {
  const { incoming, takeIn, dismiss } = useStaging()
  const staged = useQuery(api.sync.staged.queryOptions())
  const ongoing = useOngoing(['sync.stage', 'sync.accept'])
  return (
    <section className="desk" aria-label="收进来">
      <h2>收进来</h2>
      <DropZone
        label="数据包"
        button="选择数据包"
        hint="或者拖到这里，可以一次几个。名字以 .mcsync 结尾。"
        accept=".mcsync"
        multiple
        onFiles={takeIn}
      />
      {ongoing !== undefined && incoming.length === 0 && <Ongoing job={ongoing} />}
      {incoming.map((one) => (
        <IncomingFile key={one.key} incoming={one} onDismiss={() => dismiss(one.key)} />
      ))}
      {staged.isError && <ProblemNotice problem={problemOf(staged.error)} />}
      {staged.data?.map((preview) => (
        <StagedPackage key={preview.import} preview={preview} />
      ))}
      {staged.data?.length === 0 && incoming.length === 0 && (
        <p className="desk-note">没有等着处理的数据包。检查之后先看会改动什么，再决定导入。</p>
      )}
    </section>
  )
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

function Ongoing({ job }: { readonly job: string }) {
  const watched = useJob(job)
  return <JobPanel label="处理数据包" job={watched} onCancel={watched.cancel} />
}
