import type { Problem } from '../../electron/contract/problem/problem.ts'
import { problemText } from '../../electron/contract/problem/problem.ts'

/** The one way to show a Problem: what happened, what was kept, what to do. Read out as soon as it appears. */
export function ProblemNotice({ problem }: { readonly problem: Problem }) {
  const { happened, kept, todo } = problemText(problem.kind, problem.details)
  return (
    <div className="problem" role="alert" data-kind={problem.kind}>
      <p className="problem-happened">{happened}</p>
      <p>{kept}</p>
      <p className="problem-todo">{todo}</p>
    </div>
  )
}
