import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useImperativeHandle, type Ref } from 'react'
import { useForm } from 'react-hook-form'
import { api, client } from '../../api/client.ts'
import { useDraft } from '../../api/draft.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { todayInBeijing } from '../../../electron/contract/text/typedTime.ts'
import { FindingFields } from './FindingFields.tsx'
import { useRiskPoints } from './RiskPointPicker.tsx'
import { findingFormSchema, findingInput, type FindingInput, type FindingOutput } from './findingForm.ts'

/** What the page can ask of a form that is not saved yet: photos need a finding to belong to. */
export type NewFindingHandle = { readonly save: () => void }

type NewFindingProps = {
  readonly visit: string
  readonly onCreated: (id: string) => void
  readonly ref?: Ref<NewFindingHandle>
}

/** A finding that has no number yet; the visit's day and place are filled in. */
export function NewFinding({ visit, ...props }: NewFindingProps) {
  const { data, error } = useQuery(api.visit.get.queryOptions({ input: { id: visit } }))
  // The form begins at the risk points: whoever types at once must find them there.
  const points = useRiskPoints()
  const failed = error ?? points.error
  if (failed !== null) return <ProblemNotice problem={problemOf(failed)} />
  if (data === undefined || points.isPending) return null
  return <NewFindingForm visit={data.visit} {...props} />
}

type Visit = Awaited<ReturnType<typeof client.visit.get>>['visit']

function NewFindingForm({ visit, onCreated, ref }: Omit<NewFindingProps, 'visit'> & { readonly visit: Visit }) {
  const queries = useQueryClient()
  const save = useMutation(api.finding.save.mutationOptions())
  const methods = useForm<FindingInput, unknown, FindingOutput>({
    resolver: zodResolver(findingFormSchema),
    defaultValues: findingInput({ occurredOn: visit.visitedOn ?? todayInBeijing(), place: visit.place }),
  })
  const outdating = useOutdating({ entity: 'visit', ids: [visit.id] }, 'adding')
  const { setFocus, handleSubmit } = methods
  const draft = useDraft({ form: 'finding.new', entityId: visit.id, seen: noneSeen, methods })
  useEffect(() => setFocus('riskPoint'), [setFocus])

  async function submit(output: FindingOutput): Promise<void> {
    const id = await draft.save(
      (_, made) =>
        save.mutateAsync(
          { ...(made === undefined ? { visit: visit.id } : { id: made }), set: written(output) },
          { onError: (error) => showFieldProblems(methods, problemOf(error)) },
        ),
      client.finding.get,
    )
    await queries.invalidateQueries({ queryKey: api.finding.key() })
    onCreated(id)
  }
  useImperativeHandle(ref, () => ({ save: () => void handleSubmit(submit)().catch(() => undefined) }))
  return (
    <Form
      form={methods}
      label="新建问题"
      submitLabel="保存"
      problem={save.error === null ? undefined : problemOf(save.error)}
      onSubmit={submit}
      warning={outdating}
      save={draft.note}
      discard={{ label: '清空重填', run: draft.discard }}
    >
      <p className="record-note">
        属于检查 {visit.number} · {visit.unitName}。先填几项也可以保存，缺的以后再补。
      </p>
      <FindingFields methods={methods} />
    </Form>
  )
}

const noneSeen = {}

/** An empty field of a new record is no statement: it is left out. */
function written(output: FindingOutput): Partial<FindingOutput> {
  const entries = Object.entries(output).filter(([, value]) => value !== null && value !== false)
  // A subset of the form's own values.
  return Object.fromEntries(entries) as Partial<FindingOutput>
}
