import { Button } from 'antd'
import { useState } from 'react'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { useCan } from '../../api/workspace.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { AcceptedRows } from './AcceptedRows.tsx'
import type { PackageView } from './syncView.ts'
import { RestoreImport, UndoImport } from './UndoImport.tsx'

/** Of a package that was taken in: its rows, and the way back. */
export function ImportDecision({ importId, row }: { readonly importId: string; readonly row: PackageView }) {
  const [open, show] = useState<'rows' | 'undo' | 'restore'>()
  const [started, start] = useState<string>()
  const ongoing = useOngoing(['incoming.undo', 'incoming.restore'])
  const job = useJob(started ?? ongoing)
  const mayDecide = useCan('decideImports')
  const close = () => show(undefined)
  const about = { importId, row, onJob: start, onClose: close }
  return (
    <>
      {job.running || job.problem !== undefined ? (
        <JobPanel label="更新各项记录" job={job} />
      ) : (
        <div className="sync-actions">
          <Button onClick={() => show('rows')}>逐条看</Button>
          {mayDecide && row.state === '已导入' && (
            <Button danger onClick={() => show('undo')}>
              撤销本次导入…
            </Button>
          )}
          {mayDecide && row.state === '已撤销' && <Button onClick={() => show('restore')}>恢复导入…</Button>}
        </div>
      )}
      {open === 'rows' && (
        <AcceptedRows importId={importId} title={`来自“${row.peerName}”的第 ${row.serial} 号数据包`} onClose={close} />
      )}
      {open === 'undo' && <UndoImport {...about} />}
      {open === 'restore' && <RestoreImport {...about} />}
    </>
  )
}
