import { useQuery } from '@tanstack/react-query'
import { Problem } from '../../../electron/contract/problem/problem.ts'
import { api } from '../../api/client.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

/** Asked once the first screen is there; nothing is shown unless the database is damaged. */
export function DamageNotice() {
  const { data } = useQuery(api.workspace.check.queryOptions())
  return (
    <>
      {data?.sound === false && <ProblemNotice problem={new Problem('workspace.partlyDamaged', {})} />}
      {data?.tailLost === true && <ProblemNotice problem={new Problem('workspace.tailLost', {})} />}
    </>
  )
}
