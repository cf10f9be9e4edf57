import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { nameOf, rosterOption, type JoinedNoun, type RosterRow } from './rosterForm.ts'

export type JoinDialogProps = {
  readonly noun: JoinedNoun
  readonly row: RosterRow
  readonly others: readonly RosterRow[]
  readonly onClose: () => void
  /** Hears which of the two stands for both. */
  readonly onJoined: (id: string) => void
}

/** Chooses the other one, with both before one's eyes: where each is named already. */
export function JoinDialog({ noun, row, others, onClose, onJoined }: JoinDialogProps) {
  const form = useForm({ defaultValues: { other: '' } })
  const queries = useQueryClient()
  const toast = useToast()
  const join = useMutation(noun === 'unit' ? api.unit.join.mutationOptions() : api.person.join.mutationOptions())
  const other = useWatch({ control: form.control, name: 'other' })
  const chosen = others.find(({ id }) => id === other)
  async function submit(): Promise<void> {
    if (chosen === undefined) return form.setError('other', { message: '请选出另一条' })
    const { id } = await join.mutateAsync({ one: row.id, other: chosen.id })
    await queries.invalidateQueries({ queryKey: api[noun].key() })
    toast(`“${nameOf(row)}”和“${nameOf(chosen)}”已合并`)
    onJoined(id)
  }
  return (
    <Dialog title={`合并：${nameOf(row)}`} onClose={onClose}>
      <p className="roster-joining">
        选出与“{nameOf(row)}
        ”其实是同一个的另一条。合并后名单、检查、文书和签名里都只算一个，以总部登记的一条为准；合并错了可以拆开，原来的记录都保留着。
      </p>
      <Form
        form={form}
        label="合并"
        keep={`join:${row.id}`}
        submitLabel="合并"
        problem={join.error === null ? undefined : problemOf(join.error)}
        onCancel={onClose}
        onSubmit={submit}
      >
        <FormSelect
          control={form.control}
          name="other"
          label="另一条"
          options={others.filter(({ id }) => id !== row.id).map(rosterOption)}
        />
        <Uses noun={noun} rows={chosen === undefined ? [row] : [row, chosen]} />
      </Form>
    </Dialog>
  )
}

function Uses({ noun, rows }: { readonly noun: JoinedNoun; readonly rows: readonly RosterRow[] }) {
  const input = { ids: rows.map(({ id }) => id) }
  const uses = useQuery(
    noun === 'unit' ? api.unit.uses.queryOptions({ input }) : api.person.uses.queryOptions({ input }),
  )
  return (
    <ul className="roster-uses" aria-label="各用在哪里">
      {rows.map((row) => {
        const use = uses.data?.find(({ id }) => id === row.id)
        return (
          <li key={row.id}>
            <strong>{nameOf(row)}</strong>
            <span>{row.official ? '总部已登记' : '手工添加'}</span>
            <span>{use !== undefined && `检查 ${use.visits} 次，文书 ${use.papers} 份`}</span>
          </li>
        )
      })}
    </ul>
  )
}
