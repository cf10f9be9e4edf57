import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { api, client } from '../../api/client.ts'
import { useDraft } from '../../api/draft.ts'
import { ofFields } from '../../api/draftValues.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ReasonLine } from '../../ui/form/ReasonLine.tsx'
import { useCorrectionReason } from '../../api/correcting.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { RosterDialog } from './RosterDialog.tsx'
import { VisitFields, type Adding } from './VisitFields.tsx'
import {
  isVisitField,
  visitChange,
  visitFormSchema,
  visitInput,
  type VisitInput,
  type VisitOutput,
} from './visitForm.ts'

export type VisitDetail = Awaited<ReturnType<typeof client.visit.get>>

type EditVisitProps = {
  readonly id: string
  /** At headquarters: what a team recorded is changed with a reason. Called when it is saved, or left. */
  readonly onCorrected?: () => void
}

/** One recorded visit: what its document still needs, and the form. Mount it with `key={id}`. */
export function EditVisit({ id, ...props }: EditVisitProps) {
  const { data, error } = useQuery(api.visit.get.queryOptions({ input: { id } }))
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  return <VisitForm detail={data} {...props} />
}

function VisitForm({ detail, onCorrected }: Omit<EditVisitProps, 'id'> & { readonly detail: VisitDetail }) {
  const { visit, problems, seen } = detail
  const queries = useQueryClient()
  const correction = useCorrectionReason()
  const [adding, setAdding] = useState<Adding>()
  const save = useMutation(api.visit.save.mutationOptions())
  const methods = useForm<VisitInput, unknown, VisitOutput>({
    resolver: zodResolver(visitFormSchema),
    values: visitInput(visit, visit.inspectors),
    resetOptions: { keepDirtyValues: true },
  })
  const outdating = useOutdating(
    { entity: 'visit', ids: [visit.id] },
    { edit: Object.keys(methods.formState.dirtyFields) },
  )
  const draft = useDraft({ form: 'visit', entityId: visit.id, seen, methods })

  async function submit(output: VisitOutput): Promise<void> {
    const why = onCorrected === undefined ? {} : correction.given()
    await draft.save(async (changed) => {
      await save.mutateAsync(
        {
          id: visit.id,
          ...visitChange(output, changed),
          seen: ofFields(draft.seen, Object.keys(changed)),
          ...why,
        },
        { onError: (error) => showFieldProblems(methods, problemOf(error)) },
      )
      await queries.invalidateQueries({ queryKey: api.visit.key() })
      return { id: visit.id }
    }, client.visit.get)
    onCorrected?.()
  }
  return (
    <>
      <VisitProblems problems={problems} onGo={(field) => isVisitField(field) && methods.setFocus(field)} />
      <Form
        form={methods}
        label={`检查 ${visit.number}`}
        submitLabel={onCorrected === undefined ? '保存' : '保存更正'}
        problem={save.error === null ? undefined : problemOf(save.error)}
        onSubmit={submit}
        warning={outdating}
        save={draft.note}
        discard={{ label: '放弃修改', run: draft.discard }}
        actions={
          <>
            <HistoryButton entity="visit" id={visit.id} />
            {onCorrected !== undefined && <Button onClick={onCorrected}>不更正</Button>}
          </>
        }
      >
        {onCorrected !== undefined && <ReasonLine {...correction.line} />}
        <VisitFields methods={methods} onAdd={setAdding} />
      </Form>
      <RosterDialog adding={adding} methods={methods} onClose={() => setAdding(undefined)} />
    </>
  )
}

/** What stands between this visit and its document; each leads to its field. */
function VisitProblems(props: { readonly problems: VisitDetail['problems']; readonly onGo: (field: string) => void }) {
  const { problems, onGo } = props
  if (problems.length === 0) return null
  return (
    <ul className="visit-problems" aria-label="备忘录定稿前要补的">
      {problems.map(({ field, message }) => (
        <li key={`${field}${message}`}>
          <button type="button" className="visit-problem" onClick={() => onGo(field)}>
            {message}
          </button>
        </li>
      ))}
    </ul>
  )
}
