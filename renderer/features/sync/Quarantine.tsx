import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { RefusedList } from './RefusedList.tsx'
import './sync.css'

/** What came in and was not taken up, each with its reason; it is looked at again when headquarters grants a role. */
export function Quarantine() {
  const refused = useQuery(api.sync.quarantine.queryOptions())
  if (refused.isError) return <ProblemNotice problem={problemOf(refused.error)} />
  if (refused.data === undefined) return null
  if (refused.data.length === 0) {
    return (
      <EmptyState
        title="没有未采纳的内容"
        text="作者没有相应权限的改动，或者别的检查组对本组检查的改动，会留在这里，写明原因；权限补上以后自动采纳。"
      />
    )
  }
  return (
    <div className="sync-desk">
      <p className="sync-note">
        这些改动已经收到并保存，但没有采纳，每条后面写明原因。缺角色的，总部补给作者相应的角色以后自动采纳；属于别的检查组的，由总部办理移交。
      </p>
      <RefusedList refused={refused.data} />
    </div>
  )
}
