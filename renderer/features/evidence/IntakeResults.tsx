import { Button } from 'antd'
import { problemText } from '../../../electron/contract/problem/problem.ts'
import { sentProblem } from '../../api/problem.ts'
import type { IntakeResult } from './useIntake.ts'

type IntakeResultsProps = { readonly results: readonly IntakeResult[]; readonly onClose: () => void }

/** What a person must know of an intake: which files were refused and why, and which another finding already holds. */
export function IntakeResults({ results, onClose }: IntakeResultsProps) {
  const refused = results.filter(({ problem }) => problem !== null)
  const twice = results.filter(({ alsoIn }) => alsoIn.length > 0)
  if (refused.length === 0 && twice.length === 0) return null
  const taken = results.length - refused.length
  return (
    <div className="intake-results" role="status">
      <p>
        共 {results.length} 个文件，收下 {taken} 个{refused.length > 0 && `，没有收 ${refused.length} 个`}。
      </p>
      <ul>
        {refused.map(({ fileName, problem }) => (
          <li key={fileName} className="intake-refused">
            {fileName === '' ? '一个文件' : fileName}：{problem === null ? '' : reasonOf(problem)}
          </li>
        ))}
        {twice.map(({ fileName, evidence, alsoIn }) => (
          <li key={evidence ?? fileName}>
            {fileName}：同一个文件也是问题 {alsoIn.join('、')} 的证据，只存一份，两处都能看到。
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onClose}>
        知道了
      </Button>
    </div>
  )
}

function reasonOf({ kind, details }: NonNullable<IntakeResult['problem']>): string {
  const problem = sentProblem({ kind, details })
  const { happened, todo } = problemText(problem.kind, problem.details)
  return `${happened}${todo}`
}
