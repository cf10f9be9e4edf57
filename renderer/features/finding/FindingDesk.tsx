import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMayCorrect } from '../../api/correcting.ts'
import { problemOf } from '../../api/problem.ts'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { EditFinding } from './EditFinding.tsx'
import { FindingRecord } from './FindingRecord.tsx'
import { RemovedFinding } from './RemovedFinding.tsx'
import { RemoveFinding } from './RemoveFinding.tsx'
import './finding.css'

type FindingDeskProps = {
  readonly id: string
  readonly canRecord: boolean
  readonly startAt: string | undefined
  readonly onEvidence: () => void
  readonly onRemoved: () => void
  readonly onCopied: (id: string) => void
}

/** A recorded finding with its number, its history, and the form or, for those who only read, the record. */
export function FindingDesk({ id, canRecord, startAt, onEvidence, onRemoved, onCopied }: FindingDeskProps) {
  const [removing, setRemoving] = useState(false)
  const [correcting, setCorrecting] = useState(false)
  const finding = useQuery(api.finding.get.queryOptions({ input: { id } })).data?.finding
  const mayCorrect = useMayCorrect(finding?.parent)
  const leave = (): void => setCorrecting(false)
  const copy = useMutation({ ...api.finding.copy.mutationOptions(), onSuccess: (made) => onCopied(made.id) })
  const history = <HistoryButton entity="finding" id={id} />
  return (
    <>
      {finding !== undefined && (
        <p className="finding-head">
          <strong>{finding.number}</strong>
          <span>{finding.unitName}</span>
          <span>{finding.mode}</span>
          <span>{finding.branch}</span>
        </p>
      )}
      {finding?.removed === true ? (
        <>
          <RemovedFinding id={id} reason={finding.removedReason} mayRestore={canRecord} />
          <div className="form-actions">{history}</div>
        </>
      ) : canRecord ? (
        <EditFinding
          id={id}
          startAt={startAt}
          onEvidence={onEvidence}
          actions={
            <>
              {history}
              <Button loading={copy.isPending} onClick={() => copy.mutate({ id })}>
                复制为新问题
              </Button>
              <Button type="text" danger className="form-action-last" onClick={() => setRemoving(true)}>
                删除
              </Button>
            </>
          }
        />
      ) : correcting ? (
        <EditFinding
          id={id}
          startAt={undefined}
          onEvidence={onEvidence}
          onCorrected={leave}
          actions={
            <>
              {history}
              <Button onClick={leave}>不更正</Button>
            </>
          }
        />
      ) : (
        <>
          <FindingRecord id={id} />
          <div className="form-actions">
            {mayCorrect && <Button onClick={() => setCorrecting(true)}>更正</Button>}
            {history}
          </div>
        </>
      )}
      {copy.error !== null && <ProblemNotice problem={problemOf(copy.error)} />}
      {removing && (
        <RemoveFinding
          id={id}
          number={finding?.number ?? ''}
          onClose={() => setRemoving(false)}
          onRemoved={onRemoved}
        />
      )}
    </>
  )
}
