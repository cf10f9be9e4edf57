import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import './finding.css'

/** A finding belongs to a visit: which one, the last made first. */
export function VisitChoice({ onChoose }: { readonly onChoose: (visit: string) => void }) {
  const { rows, pending, problem } = onePage(useQuery(api.visit.list.queryOptions({ input: { limit: 20 } })))
  if (problem !== undefined) return <ProblemNotice problem={problem} />
  if (pending) return null
  if (rows.length === 0) {
    return <EmptyState title="还没有检查" text="请先在左边的“检查”里新建一次检查，再记录发现的问题。" />
  }
  return (
    <div className="visit-choices">
      <p className="visit-choices-title">这条问题属于哪一次检查？</p>
      {rows.map(({ id, number, unitName, mode, visitedOn }) => (
        <Button key={id} className="visit-choice" onClick={() => onChoose(id)}>
          {number} · {unitName} · {mode} · {visitedOn}
        </Button>
      ))}
    </div>
  )
}
