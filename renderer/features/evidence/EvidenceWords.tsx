import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { rows } from '../../../electron/contract/catalogue/catalogue.ts'
import { typedChoice, typedText } from '../../../electron/contract/text/formValue.ts'
import { api } from '../../api/client.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { Form } from '../../ui/form/Form.tsx'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { VoidEvidence } from './VoidEvidence.tsx'
import { classOptions, type EvidenceView } from './words.ts'

const { caption, class: classField } = rows.evidence.fields
const schema = z.object({ caption: typedText(caption), class: typedChoice(classField) })
type Input = z.input<typeof schema>
type Output = z.output<typeof schema>

type EvidenceWordsProps = { readonly piece: EvidenceView; readonly onRemoved: () => void }

/** What a person says of a piece: its caption and where it comes from. */
export function EvidenceWords({ piece, onRemoved }: EvidenceWordsProps) {
  const [voiding, setVoiding] = useState(false)
  const queries = useQueryClient()
  const save = useMutation(api.evidence.save.mutationOptions())
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues: { caption: piece.caption ?? '', class: piece.class ?? '' },
  })
  const outdating = useOutdating(
    { entity: 'evidence', ids: [piece.id] },
    { edit: Object.keys(form.formState.dirtyFields) },
  )
  async function submit(set: Output): Promise<void> {
    await save.mutateAsync({ id: piece.id, set })
    form.reset(form.getValues())
    await queries.invalidateQueries({ queryKey: api.evidence.key() })
  }
  return (
    <>
      <Form
        form={form}
        label="说明文字和来源"
        keep={`evidence:${piece.id}`}
        submitLabel="保存"
        problem={save.error === null ? undefined : problemOf(save.error)}
        onSubmit={submit}
        warning={outdating}
        actions={
          <>
            <Button type="text" danger className="form-action-last" onClick={() => setVoiding(true)}>
              作废
            </Button>
            {save.isSuccess && !form.formState.isDirty && <output className="record-saved">已保存</output>}
          </>
        }
      >
        <FormText
          control={form.control}
          name="caption"
          label="说明文字"
          optional
          maxLength={caption.max}
          placeholder="照片说明，会印在备忘录里"
        />
        <FormSelect control={form.control} name="class" label="来源类别" options={classOptions} />
      </Form>
      {voiding && (
        <VoidEvidence id={piece.id} number={piece.number} onClose={() => setVoiding(false)} onVoided={onRemoved} />
      )}
    </>
  )
}
