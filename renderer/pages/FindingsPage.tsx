import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useCan } from '../api/workspace.ts'
import { PaperButtons } from '../features/document/PaperButtons.tsx'
import { EvidencePanel } from '../features/evidence/EvidencePanel.tsx'
import { useIntake, type EvidenceClass } from '../features/evidence/useIntake.ts'
import { FindingDesk } from '../features/finding/FindingDesk.tsx'
import { FindingList } from '../features/finding/FindingList.tsx'
import { NewFinding, type NewFindingHandle } from '../features/finding/NewFinding.tsx'
import { VisitChoice } from '../features/finding/VisitChoice.tsx'
import { useCommands } from '../ui/Commands.tsx'
import { EmptyState } from '../ui/layout/EmptyState.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { Split } from '../ui/layout/Split.tsx'
import './recordPages.css'

const here = '/findings/{-$id}'

/** Findings of all visits; the chosen one is edited beside them, with its photos in view. */
export function FindingsPage() {
  const { id } = useParams({ from: here })
  const { visit, unit, text, state, field } = useSearch({ from: here })
  const navigate = useNavigate()
  const canRecord = useCan('recordInspection')
  const canCompile = useCan('compileDocument')
  const openDocument = (to: string): void => void navigate({ to: '/documents/{-$id}', params: { id: to } })
  const search = { ...(visit && { visit }), ...(unit && { unit }), ...(text && { text }), ...(state && { state }) }
  const open = (to: string | undefined, at?: string): void =>
    void navigate({ to: here, params: { id: to }, search: { ...search, ...(at && { field: at }) } })
  useCommands(canRecord ? [{ id: 'finding.new', label: '新建问题', keys: 'Ctrl+N', run: () => open('new') }] : [])
  return (
    <>
      <PageHead
        title="问题"
        note={visit === undefined ? '各次检查发现的全部问题' : <OneVisit />}
        actions={
          <>
            {canCompile && id !== undefined && id !== 'new' && (
              <PaperButtons key={id} noun="finding" id={id} onCompiled={openDocument} />
            )}
            {canRecord && (
              <Button type="primary" onClick={() => open('new')} title="Ctrl+N">
                新建问题
              </Button>
            )}
          </>
        }
      />
      <Split
        name="findings"
        // A form that has not been saved once is left by a choice, not by a key pressed too often.
        {...(id !== 'new' && { onClose: () => open(undefined) })}
        detailLabel={id === 'new' ? '新建问题' : '问题'}
        list={
          <FindingList
            key={`${visit}${state}`}
            visit={visit}
            unit={unit}
            text={text}
            state={state}
            chosen={id}
            narrow={id !== undefined}
            onChoose={(chosen) => open(chosen)}
            onMissing={(chosen) => open(chosen, field === 'missing' ? 'again' : 'missing')}
            start={
              <EmptyState
                title="还没有问题"
                text="问题记在一次检查下面：先有检查，再逐条记录发现的问题，随手加上照片。"
                action={canRecord && <Button onClick={() => open('new')}>新建问题</Button>}
              />
            }
          />
        }
        detail={id === undefined ? undefined : <Desk id={id} visit={visit} startAt={field} onOpen={open} />}
      />
    </>
  )
}

type DeskProps = {
  readonly id: string
  readonly visit: string | undefined
  /** Begin at the first field that is missing; another value begins again. */
  readonly startAt: string | undefined
  readonly onOpen: (id: string | undefined) => void
}

/** The photos stay in view above the form; files dropped on a finding that is not saved yet save it first. */
function Desk({ id, visit, startAt, onOpen }: DeskProps) {
  const intake = useIntake()
  const canRecord = useCan('recordInspection')
  const form = useRef<NewFindingHandle>(null)
  // Not state: the save that is begun at once must find them.
  const waiting = useRef<{ readonly files: readonly File[]; readonly from: EvidenceClass }>(undefined)
  const [chosenVisit, setChosenVisit] = useState(visit)
  const isNew = id === 'new'
  const removed =
    useQuery({ ...api.finding.get.queryOptions({ input: { id } }), enabled: !isNew }).data?.finding.removed === true
  const evidence = useRef<HTMLDivElement>(null)
  function take(files: readonly File[], from: EvidenceClass): void {
    if (!isNew) return intake.start(id, files, from)
    waiting.current = { files, from }
    form.current?.save()
  }
  function created(finding: string): void {
    const held = waiting.current
    waiting.current = undefined
    if (held !== undefined) intake.start(finding, held.files, held.from)
    onOpen(finding)
  }
  if (isNew && chosenVisit === undefined) return <VisitChoice onChoose={setChosenVisit} />
  return (
    <div className="desk">
      <div className="desk-photos" ref={evidence}>
        <EvidencePanel
          key={id}
          finding={isNew ? undefined : id}
          intake={intake}
          onFiles={canRecord && !removed ? take : undefined}
        />
      </div>
      <div className="desk-form">
        {isNew && chosenVisit !== undefined ? (
          <NewFinding key={chosenVisit} ref={form} visit={chosenVisit} onCreated={created} />
        ) : (
          <FindingDesk
            key={id}
            id={id}
            canRecord={canRecord}
            startAt={startAt}
            onEvidence={() => evidence.current?.querySelector('button')?.focus()}
            onRemoved={() => onOpen(undefined)}
            onCopied={onOpen}
          />
        )}
      </div>
    </div>
  )
}

function OneVisit() {
  return (
    <>
      只看一次检查的问题 ·{' '}
      <Link to={here} params={{ id: undefined }}>
        看全部
      </Link>
    </>
  )
}
