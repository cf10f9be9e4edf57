import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { DropZone } from '../../ui/DropZone.tsx'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { EvidenceViewer } from './EvidenceViewer.tsx'
import { IntakeResults } from './IntakeResults.tsx'
import { PhotoStrip } from './PhotoStrip.tsx'
import type { EvidenceClass, Intake } from './useIntake.ts'
import { classOptions } from './words.ts'
import './evidence.css'

type EvidencePanelProps = {
  /** undefined: not saved yet; the first files save it. */
  readonly finding: string | undefined
  readonly intake: Intake
  /** Takes the files; the page saves a new finding first. Absent for those who may only look. */
  readonly onFiles: ((files: readonly File[], from: EvidenceClass) => void) | undefined
}

/** So many small pictures stand side by side at the design size. */
const inSight = 5

/** The photos of one finding, always in view beside what is written of it. */
export function EvidencePanel({ finding, intake, onFiles }: EvidencePanelProps) {
  const [opened, setOpened] = useState<string>()
  const [from, setFrom] = useState<EvidenceClass>('现场拍摄导入')
  const list = useQuery({
    ...api.evidence.list.queryOptions({ input: { finding: finding ?? '' } }),
    enabled: finding !== undefined,
  })
  const mine = intake.finding !== undefined && intake.finding === finding
  const pieces = list.data ?? []
  return (
    <section className="evidence-panel" aria-label="证据">
      {list.error !== null && <ProblemNotice problem={problemOf(list.error)} />}
      {pieces.length > inSight && <p className="evidence-none">共 {pieces.length} 件，左右滚动看其余</p>}
      <PhotoStrip pieces={pieces} canEdit={onFiles !== undefined} onOpen={setOpened} />
      {onFiles !== undefined && (
        <div className="evidence-add">
          <DropZone
            label="添加照片和文件"
            button="选择照片"
            hint="也可以拖进来，或者用 Ctrl+V 粘贴截图"
            multiple
            paste
            disabled={intake.running}
            onFiles={(files) => onFiles(files, from)}
          />
          <Select<EvidenceClass>
            aria-label="来源类别"
            className="evidence-class"
            value={from}
            options={classOptions}
            onChange={setFrom}
          />
        </div>
      )}
      {mine && (intake.running || intake.problem !== undefined) && (
        <JobPanel
          label="添加证据"
          job={{ view: intake.view, problem: intake.problem }}
          onCancel={intake.running ? intake.cancel : undefined}
        />
      )}
      {mine && !intake.running && <IntakeResults results={intake.results} onClose={intake.forget} />}
      {opened !== undefined && (
        <EvidenceViewer
          pieces={pieces}
          opened={opened}
          canEdit={onFiles !== undefined}
          onOpen={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </section>
  )
}
