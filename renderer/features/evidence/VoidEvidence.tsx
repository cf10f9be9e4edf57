import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
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

type VoidEvidenceProps = {
  readonly id: string
  readonly number: string
  readonly onClose: () => void
  readonly onVoided: () => void
}

const schema = z.object({ reason: reasonSchema(200, '请写明作废原因') })
type Reason = z.infer<typeof schema>

/** The original stays in the store and its number stays used: the list shows 已作废 in its place. */
export function VoidEvidence({ id, number, onClose, onVoided }: VoidEvidenceProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const outdating = useOutdating({ entity: 'evidence', ids: [id] }, 'voiding')
  const remove = useMutation(api.evidence.remove.mutationOptions())
  const form = useForm<Reason, unknown, Reason>({ resolver: zodResolver(schema), defaultValues: { reason: '' } })
  async function submit({ reason }: Reason): Promise<void> {
    await remove.mutateAsync({ id, reason })
    onVoided()
    await Promise.all(
      [api.evidence.key(), api.finding.key()].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
    await offerBack(`已作废证据 ${number}`, toast)
  }
  return (
    <Dialog title={`作废证据 ${number}`} onClose={onClose}>
      <p>原件仍然保存着，编号不再使用，列表里留下“已作废”。</p>
      <Form
        form={form}
        label="作废证据"
        keep={`evidence.void:${id}`}
        submitLabel="作废"
        danger
        warning={outdating}
        problem={remove.error === null ? undefined : problemOf(remove.error)}
        onCancel={onClose}
        onSubmit={submit}
      >
        <FormText control={form.control} name="reason" label="作废原因" maxLength={200} />
      </Form>
    </Dialog>
  )
}
