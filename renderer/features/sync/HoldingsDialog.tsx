import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { documentVerdicts, verdictWords } from '../../../electron/contract/document/documentCheck.ts'
import { jobResult, type JobResult } from '../../../electron/contract/job/jobKind.ts'
import { api } from '../../api/client.ts'
import { saveFile, savedWords } from '../../api/files.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { sizeText } from './syncView.ts'
import './sync.css'

/** All that is held, as files that any office program opens. The zip is no longer encrypted: that is said first. */
export function HoldingsDialog({ onClose }: { readonly onClose: () => void }) {
  const start = useMutation(api.sync.holdings.mutationOptions())
  const ongoing = useOngoing(['sync.holdings'])
  const known = start.data?.job ?? ongoing
  const job = useJob(known)
  const written = jobResult('sync.holdings', job.view)
  return (
    <Dialog title="下载所存内容" onClose={onClose}>
      <div className="holdings">
        <p>
          把这里存的内容整理成一个压缩文件：问题清单（问题.xlsx）、全部照片原件、逐份核验备忘录和证据的结果（核验.json）。
        </p>
        <p className="sync-note">压缩文件没有加密，谁拿到都能打开，请放在只有有权的人能看到的地方。</p>
        {start.isError && <ProblemNotice problem={problemOf(start.error)} />}
        {known !== undefined && (
          <JobPanel label="整理所存内容" job={job} onCancel={job.cancel} onRetry={() => start.mutate({})} />
        )}
        {known === undefined && (
          <div className="sync-actions">
            <Button type="primary" loading={start.isPending} onClick={() => start.mutate({})}>
              开始整理
            </Button>
          </div>
        )}
        {written !== undefined && <Result key={written.ticket} written={written} />}
      </div>
    </Dialog>
  )
}

function Result({ written }: { readonly written: JobResult<'sync.holdings'> }) {
  const [saved, setSaved] = useState(false)
  const { ticket, fileName, size, findings, photos, damaged, documents } = written
  return (
    <div className="written" role="status">
      <p>
        问题 {findings} 个，照片 {photos} 件，共 {sizeText(size)}。
        {damaged > 0 && <b className="gap">另有 {damaged} 件损坏或缺失，没有放入，编号见核验.json。</b>}
      </p>
      <p>
        备忘录：{documentVerdicts.map((verdict) => `${verdictWords[verdict]} ${documents[verdict]} 份`).join('，')}。
      </p>
      {saved ? (
        <p className="sync-note">
          {savedWords}：{fileName}
        </p>
      ) : (
        <div className="sync-actions">
          <Button type="primary" onClick={() => void saveFile(ticket, fileName).then(setSaved)}>
            保存文件
          </Button>
        </div>
      )}
    </div>
  )
}
