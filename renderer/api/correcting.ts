import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { correctionReason } from '../../electron/contract/row.ts'
import { api } from './client.ts'
import { useCan } from './workspace.ts'

/** What headquarters is asked beside an edit of a team's record: a line of the form, and what a save says. */
export function useCorrectionReason() {
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const line = {
    label: '更正原因',
    hint: '随下一个数据包告诉检查组，记在修改记录里，标明“总部更正”。',
    value: reason,
    error,
    onChange(typed: string) {
      setReason(typed)
      setError(undefined)
    },
  }
  /** Throws where none is given that can be kept, and shows where it is to be written; the form keeps what was typed. */
  function given(): { readonly reason: string } {
    const checked = correctionReason.safeParse(reason)
    setError(checked.error?.issues[0]?.message)
    return { reason: correctionReason.parse(reason) }
  }
  return { line, given }
}

/** Whether the person here may correct this visit, or what stands under it: at headquarters, what is not removed. */
export function useMayCorrect(visit: string | null | undefined): boolean {
  const may = useCan('correctInspection')
  const { data } = useQuery({
    ...api.visit.get.queryOptions({ input: { id: visit ?? '' } }),
    enabled: may && visit != null,
  })
  return may && data !== undefined && data.visit.removed !== true
}
