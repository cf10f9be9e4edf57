import { useWorkspace } from '../api/workspace.ts'
import { WorkspaceCounts } from '../features/workspace/WorkspaceCounts.tsx'
import { WorkspaceFacts } from '../features/workspace/WorkspaceFacts.tsx'
import { kindNames } from '../features/workspace/words.ts'
import { PageHead } from '../ui/PageHead.tsx'
import './workPage.css'

/** 工作台: what do I do next. */
export function WorkPage() {
  const current = useWorkspace()
  return (
    <>
      <PageHead title={current.name} note={`${kindNames[current.kind]}工作区`} />
      <div className="work-page">
        <WorkspaceCounts counts={current.counts} />
        <WorkspaceFacts current={current} />
      </div>
    </>
  )
}
