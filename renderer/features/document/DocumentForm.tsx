import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { isStatementNeeded } from '../../../electron/contract/document/statement.ts'
import { api, client } from '../../api/client.ts'
import { useDraft } from '../../api/draft.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { FormArea } from '../../ui/form/FormArea.tsx'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { FormDay } from '../../ui/form/FormTyped.tsx'
import {
  issuerLength,
  documentFormSchema,
  documentInput,
  statementKinds,
  statementLength,
  type DocumentInput,
  type DocumentOutput,
} from './documentForm.ts'
import type { DocumentView } from './documentView.ts'

/** Who issues the document, when, and what the inspected unit says to it, where its kind prints that. */
export function DocumentForm({ document: { document, seen, fields } }: { readonly document: DocumentView }) {
  const form = useForm<DocumentInput, unknown, DocumentOutput>({
    resolver: zodResolver(documentFormSchema),
    defaultValues: documentInput(document),
  })
  const draft = useDraft({ form: 'document', entityId: document.id, seen, methods: form })
  const save = useMutation(api.document.save.mutationOptions())
  const { control } = form
  const saysStatement = fields.includes('statement')
  const heading = saysStatement ? '落款和被检查单位意见' : '落款'
  const isSpoken = isStatementNeeded(useWatch({ control, name: 'statementKind' }))
  const submit = async (output: DocumentOutput): Promise<void> => {
    try {
      await draft.save(async (changed) => {
        const set = Object.fromEntries(Object.entries(output).filter(([name]) => name in changed))
        if (Object.keys(changed).length > 0) await save.mutateAsync({ id: document.id, set, seen: { ...draft.seen } })
        return { id: document.id }
      }, client.document.get)
    } catch (error) {
      showFieldProblems(form, problemOf(error))
      throw error
    }
  }
  return (
    <section className="document-section" id="document-form" aria-labelledby="document-form-title">
      <h2 id="document-form-title">{heading}</h2>
      <Form
        form={form}
        label={heading}
        submitLabel="保存"
        problem={save.error === null ? undefined : problemOf(save.error)}
        onSubmit={submit}
        save={draft.note}
      >
        <FormText control={control} name="issuer" label="署名单位" maxLength={issuerLength} />
        <div className="form-pair">
          <FormDay control={control} name="issuedOn" label="成文日期" />
          {saysStatement && (
            <FormSelect control={control} name="statementKind" label="被检查单位意见" options={kinds} />
          )}
        </div>
        {saysStatement && (
          <FormArea
            control={control}
            name="statement"
            label="意见内容"
            hint={isSpoken ? '照对方原话记录，印在备忘录里。' : '对方有意见或者拒绝签署的，照原话记录。'}
            optional={!isSpoken}
            rows={2}
            maxLength={statementLength}
          />
        )}
      </Form>
    </section>
  )
}

const kinds = statementKinds.map((value) => ({
  value,
  label: value === '待填' ? '待填（印出空栏，由对方手写）' : value,
}))
