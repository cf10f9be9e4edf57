import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { FindingState } from './FindingState.tsx'
import { severityName } from './words.ts'
import './finding.css'

type FindingsOfVisitProps = {
  readonly visit: string
  readonly onOpen: (id: string) => void
  readonly onMissing: (id: string) => void
}

/** What was found at one visit, in the order in which it was recorded. */
export function FindingsOfVisit({ visit, onOpen, onMissing }: FindingsOfVisitProps) {
  const { data, error } = useQuery(api.finding.list.queryOptions({ input: { visit, limit: 500 } }))
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />
  if (data === undefined) return null
  if (data.findings.length === 0) return <p className="record-note">本次检查还没有记录问题。</p>
  return (
    <ul className="visit-findings" aria-label="本次检查的问题">
      {data.findings.toReversed().map((finding) => (
        <li key={finding.id}>
          <button type="button" className="visit-finding" onClick={() => onOpen(finding.id)}>
            <span>{finding.number}</span>
            <span className="visit-finding-title">{finding.title ?? '（未写标题）'}</span>
            <span>{severityName(finding.severity)}</span>
            <span>{finding.evidence === 0 ? '没有证据' : `证据 ${finding.evidence} 件`}</span>
          </button>
          <FindingState finding={finding} onMissing={() => onMissing(finding.id)} />
        </li>
      ))}
    </ul>
  )
}
