import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import * as z from 'zod'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { FormArea } from '../../ui/form/FormArea.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { kindWords } from './words.ts'
import { reasonSchema } from '../../../electron/contract/text/reason.ts'

const schema = z.object({
  subject: z.string().min(1, '请选择停用谁'),
  reason: reasonSchema(500, '请写明停用原因'),
})

/** Whom or what, why, and up to where each computer's work counts: as far as it has been seen. */
export function RevokeDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { subject: '', reason: '' } })
  const subjects = useQuery(api.revocation.subjects.queryOptions())
  const revoke = useMutation(api.revocation.revoke.mutationOptions({ onSuccess: onClose }))
  const chosen = useWatch({ control: form.control, name: 'subject' })
  const find = (id: string) => subjects.data?.find((one) => one.subject === id)
  const subject = find(chosen)
  return (
    <Dialog title="停用人员、电脑或证书" onClose={onClose}>
      <p className="revocation-note">
        停用从已经收到的内容之后起算，不看对方电脑上的时间：已经收到的照常有效，以后收到的先不采用，看过再定。
      </p>
      {subjects.isError && <ProblemNotice problem={problemOf(subjects.error)} />}
      <Form
        form={form}
        label="停用"
        keep="revocation.new"
        submitLabel="停用"
        danger
        problem={revoke.error === null ? undefined : problemOf(revoke.error)}
        onCancel={onClose}
        onSubmit={async ({ subject: id, reason }) => {
          const found = find(id)
          if (found !== undefined) await revoke.mutateAsync({ kind: found.kind, subject: id, reason })
        }}
      >
        <FormSelect
          control={form.control}
          name="subject"
          label="停用谁"
          options={(subjects.data ?? []).map(({ kind, subject: value, name, note }) => ({
            value,
            label: `${kindWords[kind]}　${name}${note === '' ? '' : `　${note}`}`,
          }))}
        />
        {subject !== undefined && <Cuts kind={subject.kind} subject={subject.subject} />}
        <FormArea control={form.control} name="reason" label="停用原因" maxLength={500} rows={2} />
      </Form>
    </Dialog>
  )
}

type CutsProps = { readonly kind: '人员' | '日志' | '证书'; readonly subject: string }

function Cuts({ kind, subject }: CutsProps) {
  const cuts = useQuery(api.revocation.cuts.queryOptions({ input: { kind, subject } }))
  if (cuts.data === undefined) return null
  if (cuts.data.length === 0) return <p className="revocation-note">还没有收到过它的内容，以后收到的一律先不采用。</p>
  return (
    <ul className="revocation-cuts" aria-label="有效的内容">
      {cuts.data.map(({ log, name, words }) => (
        <li key={log}>
          {name}：有效的内容{words}
        </li>
      ))}
    </ul>
  )
}
