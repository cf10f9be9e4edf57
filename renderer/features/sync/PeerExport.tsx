import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { jobResult, type JobResult } from '../../../electron/contract/job/jobKind.ts'
import { isOnItsWay } from '../../../electron/contract/exchange/sync.ts'
import { api } from '../../api/client.ts'
import { saveFile, savedWords } from '../../api/files.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { sizeText, type PackageView } from './syncView.ts'

type Peer = { readonly log: string; readonly name: string; readonly kind: string; readonly letter: string | null }

type Waits = { readonly words: string; readonly unconfirmed: readonly number[] }

/** `waits`: at headquarters, what is to be handed down. */
type PeerExportProps = {
  readonly peer: Peer
  readonly last: PackageView | undefined
  readonly waits: Waits | undefined
}

/** One recipient: the next package is written as a job, then saved where the person likes. */
export function PeerExport({ peer, last, waits }: PeerExportProps) {
  const start = useMutation(api.sync.export.mutationOptions())
  const ongoing = useOngoing(['sync.export'], peer.log)
  const known = start.data?.job ?? ongoing
  const job = useJob(known)
  const written = jobResult('sync.export', job.view)
  const settled = ({ serial }: JobResult<'sync.export'>): boolean => last?.serial === serial && !isOnItsWay(last.state)
  return (
    <li className="peer">
      <div className="peer-words">
        <b>
          {peer.name}
          {peer.letter !== null && <span className="peer-letter">字头 {peer.letter}</span>}
        </b>
        <span className="sync-note">
          {last === undefined ? '还没有交过数据包' : `上次是第 ${last.serial} 号，${last.state}`}
        </span>
        {waits !== undefined && waits.words !== '' && <span className="peer-waits">待下发：{waits.words}</span>}
        {waits !== undefined && waits.unconfirmed.length > 0 && (
          <span className="peer-waits">
            第 {waits.unconfirmed.join('、')} 号对方还没有收到，可能丢了；里面的内容随下一个数据包再送。
          </span>
        )}
      </div>
      {!job.running && (
        <Button
          type={peer.kind === '总部' ? 'primary' : 'default'}
          loading={start.isPending}
          aria-label={`导出数据包，交给${peer.name}`}
          onClick={() => start.mutate({ to: peer.log })}
        >
          导出数据包
        </Button>
      )}
      {start.isError && <ProblemNotice problem={problemOf(start.error)} />}
      {known !== undefined && <JobPanel label="导出数据包" job={job} onCancel={job.cancel} />}
      {written !== undefined && !settled(written) && <Written key={written.ticket} written={written} />}
    </li>
  )
}

/** The ticket is single use: once the browser has the file, the way to it again is to take the package back. */
function Written({ written }: { readonly written: JobResult<'sync.export'> }) {
  const [saved, setSaved] = useState(false)
  const { ticket, fileName, serial, records, changes, blobs, size } = written
  return (
    <div className="written" role="status">
      <p>
        第 {serial} 号数据包已写好：{records === '' ? `改动 ${changes} 条` : records}，附件 {blobs} 件，共{' '}
        {sizeText(size)}
        。已加密，只有对方打得开。
      </p>
      {saved ? (
        <p className="sync-note">
          {savedWords}。对方导入并送来回执后，状态变为“已接收”。文件没有存下来，就在下面的清单里选中它，按未送达处理。
        </p>
      ) : (
        <Button type="primary" onClick={() => void saveFile(ticket, fileName).then(setSaved)}>
          保存文件
        </Button>
      )}
    </div>
  )
}
