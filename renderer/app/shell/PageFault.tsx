import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { Problem } from '../../../electron/contract/problem/problem.ts'
import { problemOf } from '../../api/problem.ts'
import { PageHead } from '../../ui/layout/PageHead.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

/** A page that cannot be shown takes nothing else with it: the rail stays, and so does what was typed elsewhere. */
export function PageFault({ error }: ErrorComponentProps) {
  return <Fault problem={faultOf(error)} again />
}

export function PageNotFound() {
  return <Fault problem={new Problem('page.notFound', {})} />
}

function Fault({ problem, again = false }: { readonly problem: Problem; readonly again?: boolean }) {
  const router = useRouter()
  return (
    <>
      <PageHead title="打不开这一页" />
      <div className="page-fault">
        <ProblemNotice problem={problem} />
        <div className="form-actions">
          {again && <Button onClick={() => void router.invalidate()}>重试</Button>}
          <Button onClick={() => void router.navigate({ to: '/work' })}>回到工作台</Button>
        </div>
      </div>
    </>
  )
}

/** What a page threw while drawing is a defect of the window, not of the host. */
function faultOf(error: unknown): Problem {
  const problem = problemOf(error)
  return problem.kind === 'host.unreachable' && problem !== error ? new Problem('page.defect', {}) : problem
}
