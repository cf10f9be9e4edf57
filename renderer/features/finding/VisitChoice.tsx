import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import './finding.css'

/** A finding belongs to a visit: which one, the last made first. */
export function VisitChoice({ onChoose }: { readonly onChoose: (visit: string) => void }) {
  const { rows, pending, problem } = onePage(useQuery(api.visit.list.queryOptions({ input: { limit: 20 } })))
  if (problem !== undefined) return <ProblemNotice problem={problem} />
  if (pending) return null
  if (rows.length === 0) {
    return (
      <EmptyState
        title="还没有检查"
        text="问题记在一次检查下面。请先新建检查，再记录发现的问题。"
        action={
          <Link to="/visits/{-$id}" params={{ id: 'new' }}>
            新建检查
          </Link>
        }
      />
    )
  }
  return (
    <div className="visit-choices">
      <p className="visit-choices-title">这条问题属于哪一次检查？</p>
      {rows.map(({ id, number, unitName, mode, visitedOn }) => (
        <Button key={id} className="visit-choice" onClick={() => onChoose(id)}>
          <span className="visit-choice-unit">{unitName}</span>
          <span className="record-note">
            {number} · {mode ?? '方式未填'} · {visitedOn ?? '日期未填'}
          </span>
        </Button>
      ))}
    </div>
  )
}
