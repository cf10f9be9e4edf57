import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import './team.css'

type Leaving = { readonly id: string; readonly team: string; readonly log: string; readonly name: string }

/** Which computers work together: each team's visits belong to its members. */
export function TeamMembers() {
  const teams = useQuery(api.team.list.queryOptions())
  const mayEnd = useCan('administerTrust')
  const [leaving, leave] = useState<Leaving>()
  if (teams.isError) return <ProblemNotice problem={problemOf(teams.error)} />
  if (teams.data === undefined) return null
  if (teams.data.length === 0) {
    return <EmptyState title="还没有编组" text="总部办理登记时选定检查组，这里列出每个组和它的电脑。" />
  }
  return (
    <div className="team-list">
      {teams.data.map(({ id, name: team, campaign, members }) => (
        <section key={id} className="team" aria-label={team}>
          <h3>
            {team}
            <span className="team-note">{campaign ?? '不限活动'}</span>
            <HistoryButton entity="team" id={id} small />
          </h3>
          <ul>
            {members.map(({ log, name, letter, people, left }) => (
              <li key={log}>
                <b className="team-letter">{letter ?? '—'}</b>
                <span>
                  {name}
                  <span className="team-note">{people.join('、')}</span>
                </span>
                {left && <span className="team-note">已离组</span>}
                {!left && mayEnd && (
                  <Button size="small" onClick={() => leave({ id, team, log, name })}>
                    离组
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {leaving !== undefined && <LeaveDialog {...leaving} onClose={() => leave(undefined)} />}
    </div>
  )
}

function LeaveDialog({ id, team, log, name, onClose }: Leaving & { readonly onClose: () => void }) {
  const queries = useQueryClient()
  const end = useMutation(api.team.leave.mutationOptions())
  return (
    <ReasonDialog
      title={`“${name}”离开${team}`}
      text="这台电脑已经交来并导入的内容都算数，照常保留；此后它再改这个组的检查，一律不采纳。还没有交来的请先收进来。"
      label="离组原因"
      about={`${id} ${log}`}
      submitLabel="离组"
      danger
      maxLength={500}
      problem={end.error === null ? undefined : problemOf(end.error)}
      onClose={onClose}
      onReason={async (reason) => {
        await end.mutateAsync({ id, log, reason })
        await queries.invalidateQueries()
        onClose()
      }}
    />
  )
}
