import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { FormField } from '../../ui/form/FormField.tsx'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import './team.css'

/** Whose a visit is, and the way to give it to another team. */
export function HandOver({ visit }: { readonly visit: string }) {
  const owner = useQuery(api.team.ofVisit.queryOptions({ input: { id: visit } }))
  const teams = useQuery(api.team.list.queryOptions())
  const may = useCan('administerTrust')
  const [open, setOpen] = useState(false)
  const others = (teams.data ?? []).filter(({ id }) => id !== owner.data?.id)
  if (owner.data === undefined || teams.data === undefined || teams.data.length === 0) return null
  return (
    <div className="team-owner">
      <span>所属检查组：{owner.data?.name ?? '未编组'}</span>
      {may && others.length > 0 && (
        <Button size="small" onClick={() => setOpen(true)}>
          移交
        </Button>
      )}
      {open && <HandOverDialog visit={visit} others={others} onClose={() => setOpen(false)} />}
    </div>
  )
}

type HandOverDialogProps = {
  readonly visit: string
  readonly others: readonly { readonly id: string; readonly name: string }[]
  readonly onClose: () => void
}

function HandOverDialog({ visit, others, onClose }: HandOverDialogProps) {
  const queries = useQueryClient()
  const [to, setTo] = useState(others[0]?.id ?? '')
  const give = useMutation(api.team.handOver.mutationOptions())
  return (
    <ReasonDialog
      title="移交这次检查"
      text="移交以后，只有接收的检查组和总部可以修改这次检查和它的问题、证据、文书。原来的组已经交来并导入的内容都算数；没有交来的不再采纳，请先收进来。编号不变。"
      label="移交原因"
      about={visit}
      submitLabel="移交"
      maxLength={500}
      problem={give.error === null ? undefined : problemOf(give.error)}
      onClose={onClose}
      onReason={async (reason) => {
        await give.mutateAsync({ visit, to, reason })
        await queries.invalidateQueries()
        onClose()
      }}
    >
      <FormField label="接收的检查组" error={undefined}>
        {(aria) => (
          <Select<string>
            {...aria}
            className="form-select"
            value={to}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setTo}
          />
        )}
      </FormField>
    </ReasonDialog>
  )
}
