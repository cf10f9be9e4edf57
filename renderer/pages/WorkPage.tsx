import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { problemOf } from '../api/problem.ts'
import { useWorkspace } from '../api/workspace.ts'
import { DemoGuide } from '../features/home/DemoGuide.tsx'
import { FirstSteps } from '../features/home/FirstSteps.tsx'
import { SharedTasks } from '../features/home/SharedTasks.tsx'
import { TeamTasks } from '../features/home/TeamTasks.tsx'
import { useHome } from '../features/home/useHome.ts'
import { WorkspaceCounts } from '../features/workspace/WorkspaceCounts.tsx'
import { kindNames } from '../features/workspace/words.ts'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import './workPage.css'

/** 工作台: what do I do next (electron/README §9). */
export function WorkPage() {
  const current = useWorkspace()
  const home = useHome()
  const isTeam = current.kind === 'team'
  const isFresh = current.counts.held.visit === 0
  return (
    <>
      <PageHead
        title={current.name}
        note={`${kindNames[current.kind]}工作区 · ${current.person.name}（${current.person.roles.join('、')}）`}
        actions={<NextStep isTeam={isTeam} />}
      />
      <div className="work-page">
        {current.demoPart !== null && <DemoGuide part={current.demoPart} held={current.counts.held} />}
        {isFresh && current.demoPart === null && <FirstSteps kind={current.kind} registered={current.registered} />}
        {home.isError && home.data === undefined && <ProblemNotice problem={problemOf(home.error)} />}
        {home.data !== undefined && (
          <div className={isFresh ? 'tasks tasks-fresh' : 'tasks'}>
            {isTeam && <TeamTasks home={home.data} />}
            <SharedTasks home={home.data} packagesAt={isTeam ? '/sync' : '/import'} />
          </div>
        )}
        {!isFresh && <WorkspaceCounts counts={current.counts} />}
      </div>
    </>
  )
}

function NextStep({ isTeam }: { readonly isTeam: boolean }) {
  const navigate = useNavigate()
  if (!isTeam) {
    return (
      <Button type="primary" onClick={() => void navigate({ to: '/import' })}>
        导入数据包
      </Button>
    )
  }
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/visits/{-$id}', params: { id: 'new' } })}>
      新建检查
    </Button>
  )
}
