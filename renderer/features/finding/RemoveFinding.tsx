import { useMutation, useQueryClient } from '@tanstack/react-query'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { api } from '../../api/client.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { offerBack } from '../../api/undo.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { reasonSchema } from '../../../electron/contract/text/reason.ts'

type RemoveFindingProps = {
  readonly id: string
  readonly number: string
  readonly onClose: () => void
  readonly onRemoved: () => void
}

const schema = z.object({ reason: reasonSchema(200, '请写明删除原因') })
type Reason = z.infer<typeof schema>

/** Nothing that was recorded is deleted: the finding leaves the lists, its number stays used, the reason stays readable. */
export function RemoveFinding({ id, number, onClose, onRemoved }: RemoveFindingProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const printed = useOutdating({ entity: 'finding', ids: [id] }, 'removing')
  const remove = useMutation(api.finding.remove.mutationOptions())
  const form = useForm<Reason, unknown, Reason>({ resolver: zodResolver(schema), defaultValues: { reason: '' } })
  async function submit({ reason }: Reason): Promise<void> {
    await remove.mutateAsync({ id, reason })
    await queries.invalidateQueries({ queryKey: api.finding.key() })
    onRemoved()
    await offerBack(`已删除问题 ${number}`, toast)
  }
  return (
    <Dialog title={`删除问题 ${number}`} onClose={onClose}>
      <p className="record-note">问题和它的证据不再列出，编号不再使用；修改记录和原因都保留，总部看得到。</p>
      <Form
        form={form}
        label="删除问题"
        keep={`finding.remove:${id}`}
        submitLabel="删除"
        danger
        warning={printed}
        problem={remove.error === null ? undefined : problemOf(remove.error)}
        onCancel={onClose}
        onSubmit={submit}
      >
        <FormText control={form.control} name="reason" label="删除原因" maxLength={200} />
      </Form>
    </Dialog>
  )
}
