import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { useCan } from './workspace.ts'

/** What headquarters is asked beside an edit of a team's record. */
export const correctionReason = {
  label: '更正原因',
  hint: '随下一个数据包告诉检查组，记在修改记录里，标明“总部更正”。',
} as const

/** Whether the person here may correct this visit, or what stands under it: at headquarters, what is not removed. */
export function useMayCorrect(visit: string | null | undefined): boolean {
  const may = useCan('correctInspection')
  const { data } = useQuery({
    ...api.visit.get.queryOptions({ input: { id: visit ?? '' } }),
    enabled: may && visit != null,
  })
  return may && data !== undefined && data.visit.removed !== true
}
