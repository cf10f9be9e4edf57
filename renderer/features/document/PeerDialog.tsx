import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Radio, Spin } from 'antd'
import { useState } from 'react'
import { jobResult } from '../../../electron/contract/job/jobKind.ts'
import { api } from '../../api/client.ts'
import { saveFile, savedWords } from '../../api/files.ts'
import { useJob } from '../../api/job.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'

export type PeerDialogProps = { readonly waiting: readonly string[]; readonly onClose: () => void }

/** Writes the package that carries the frozen version to the laptop of the one who is to sign. */
export function PeerDialog({ waiting, onClose }: PeerDialogProps) {
  const peers = useQuery(api.sync.peers.queryOptions())
  const [to, setTo] = useState<string>()
  const [saved, setSaved] = useState(false)
  const toast = useToast()
  const start = useMutation(api.sync.export.mutationOptions())
  const job = useJob(start.data?.job)
  const written = jobResult('sync.export', job.view)
  const teams = peers.data?.filter(({ kind }) => kind === '检查组')
  const failed = peers.error ?? start.error
  const save = async (): Promise<void> => {
    if (written === undefined || !(await saveFile(written.ticket, written.fileName))) return
    setSaved(true)
    toast(`数据包${savedWords}`)
  }
  return (
    <Dialog
      title="请同伴签名"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>关闭</Button>
          {written === undefined && teams?.length !== 0 && (
            <Button
              type="primary"
              disabled={to === undefined || job.running}
              loading={start.isPending}
              onClick={() => to !== undefined && start.mutate({ to })}
            >
              写出数据包
            </Button>
          )}
          {written !== undefined && (
            <Button type="primary" disabled={saved} onClick={() => void save()}>
              保存数据包
            </Button>
          )}
        </>
      }
    >
      <p className="document-dialog-text">
        还等{waiting.join('、')}签名。写出一个加密的数据包，用 U
        盘交给对方导入；对方签名后再发回一个，签名就会合到这一版上。
      </p>
      {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
      {peers.isPending && <Spin />}
      {teams?.length === 0 && <p>还没有登记过的同伴电脑。同伴的电脑须先由总部办理登记，登记后这里会列出来。</p>}
      {teams !== undefined && teams.length > 0 && written === undefined && (
        <fieldset className="document-visits">
          <legend>交给哪一台电脑</legend>
          <Radio.Group value={to} disabled={job.running} onChange={(event) => setTo(String(event.target.value))}>
            {teams.map(({ log, name, letter }) => (
              <Radio key={log} value={log}>
                {name}
                {letter !== null && `（字头 ${letter}）`}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      )}
      {start.data !== undefined && <JobPanel label="写出数据包" job={job} onCancel={job.cancel} />}
      {written !== undefined && (
        <p role="status">
          数据包已写好：第 {written.serial} 号，改动 {written.changes} 条，文件 {written.blobs} 份。请保存到 U 盘。
        </p>
      )}
    </Dialog>
  )
}
