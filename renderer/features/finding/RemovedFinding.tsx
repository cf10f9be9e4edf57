import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { FindingRecord } from './FindingRecord.tsx'

type RemovedFindingProps = { readonly id: string; readonly reason: string | null; readonly mayRestore: boolean }

/** A finding that was removed is read, not edited, until it is brought back. */
export function RemovedFinding({ id, reason, mayRestore }: RemovedFindingProps) {
  const restore = useMutation(api.trash.restore.mutationOptions())
  const problem = restore.error === null ? undefined : problemOf(restore.error)
  const bring = (withAbove: boolean): void => restore.mutate({ entity: 'finding', id, withAbove })
  return (
    <>
      <div className="finding-removed" role="status">
        <p>这个问题已删除{reason === null ? '' : `（${reason}）`}，只能查看。</p>
        {mayRestore && <Button onClick={() => bring(false)}>恢复</Button>}
      </div>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {problem?.kind === 'trash.underRemoved' && <Button onClick={() => bring(true)}>一并恢复</Button>}
      <FindingRecord id={id} />
    </>
  )
}
