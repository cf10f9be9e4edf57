import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useMayCorrect } from '../api/correcting.ts'
import { useCan } from '../api/workspace.ts'
import { PaperButtons } from '../features/document/PaperButtons.tsx'
import { FindingsOfVisit } from '../features/finding/FindingsOfVisit.tsx'
import { HandOver } from '../features/team/HandOver.tsx'
import { EditVisit } from '../features/visit/EditVisit.tsx'
import { NewVisit } from '../features/visit/NewVisit.tsx'
import { VisitList } from '../features/visit/VisitList.tsx'
import { VisitRecord } from '../features/visit/VisitRecord.tsx'
import { useCommands } from '../ui/Commands.tsx'
import { HistoryButton } from '../ui/HistoryButton.tsx'
import { EmptyState } from '../ui/layout/EmptyState.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { Split } from '../ui/layout/Split.tsx'
import './recordPages.css'

const here = '/visits/{-$id}'
const findings = '/findings/{-$id}'

/** Visits, and beside them the chosen one with what was found at it. */
export function VisitsPage() {
  const { id } = useParams({ from: here })
  const navigate = useNavigate()
  const canRecord = useCan('recordInspection')
  const open = (to: string | undefined): void => void navigate({ to: here, params: { id: to } })
  const isNew = id === 'new'
  // At a visit, what a person makes next is a finding.
  const newVisit = { id: 'visit.new', label: '新建检查', run: () => open('new') }
  useCommands(canRecord ? [id === undefined || isNew ? { ...newVisit, keys: 'Ctrl+N' } : newVisit] : [])
  const start = canRecord && <Button onClick={() => open('new')}>新建检查</Button>
  return (
    <>
      <PageHead
        title="检查"
        note="一个单位、一天、一次明察或者暗访"
        actions={
          canRecord && (
            <Button type="primary" onClick={() => open('new')}>
              新建检查
            </Button>
          )
        }
      />
      <Split
        name="visits"
        // A form that has not been saved once is left by a choice, not by a key pressed too often.
        {...(!isNew && { onClose: () => open(undefined) })}
        detailLabel={isNew ? '新建检查' : '检查'}
        list={
          <VisitList
            chosen={id}
            narrow={id !== undefined}
            onChoose={open}
            start={
              <EmptyState
                title="还没有检查"
                text="先记下去了哪个单位、哪一天、明察还是暗访、谁去的，再逐条记录发现的问题。"
                action={start}
              />
            }
          />
        }
        detail={id === undefined ? undefined : <Desk key={id} id={id} canRecord={canRecord} onOpen={open} />}
      />
    </>
  )
}

type DeskProps = { readonly id: string; readonly canRecord: boolean; readonly onOpen: (id: string) => void }

function Desk({ id, canRecord, onOpen }: DeskProps) {
  if (id === 'new') {
    return (
      <div className="desk">
        <div className="desk-form">
          <NewVisit onCreated={onOpen} />
        </div>
      </div>
    )
  }
  return (
    <div className="desk">
      <div className="desk-photos">
        <Findings visit={id} canRecord={canRecord} />
      </div>
      <div className="desk-form">{canRecord ? <EditVisit id={id} /> : <Reading id={id} />}</div>
    </div>
  )
}

/** For who records none; headquarters corrects what a team has recorded. */
function Reading({ id }: { readonly id: string }) {
  const [correcting, setCorrecting] = useState(false)
  const mayCorrect = useMayCorrect(id)
  if (correcting) return <EditVisit id={id} onCorrected={() => setCorrecting(false)} />
  return (
    <>
      <HandOver visit={id} />
      <VisitRecord id={id} />
      <div className="form-actions">
        {mayCorrect && <Button onClick={() => setCorrecting(true)}>更正</Button>}
        <HistoryButton entity="visit" id={id} />
      </div>
    </>
  )
}

/** The findings of the visit stay in view, with what comes next: another one, or the document. */
function Findings({ visit, canRecord }: { readonly visit: string; readonly canRecord: boolean }) {
  const navigate = useNavigate()
  const mayCompile = useCan('compileDocument')
  const openDocument = (to: string): void => void navigate({ to: '/documents/{-$id}', params: { id: to } })
  const goTo = (id: string, field?: string): void =>
    void navigate({ to: findings, params: { id }, search: { visit, ...(field && { field }) } })
  const begin = (): void => goTo('new')
  useCommands(canRecord ? [{ id: 'finding.new', label: '记录问题', keys: 'Ctrl+N', run: begin }] : [])
  return (
    <>
      <div className="desk-actions">
        {canRecord && (
          <Button type="primary" ghost onClick={begin} title="Ctrl+N">
            记录问题
          </Button>
        )}
        {mayCompile && <PaperButtons noun="visit" id={visit} onCompiled={openDocument} />}
      </div>
      <FindingsOfVisit visit={visit} onOpen={(id) => goTo(id)} onMissing={(id) => goTo(id, 'missing')} />
    </>
  )
}
