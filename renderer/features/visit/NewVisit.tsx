import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { api, client } from '../../api/client.ts'
import { useDraft } from '../../api/draft.ts'
import { problemOf } from '../../api/problem.ts'
import { inspectorRoles, inspectorsLedBy } from '../../../electron/contract/catalogue/inspection.ts'
import { useCan, useWorkspace } from '../../api/workspace.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { todayInBeijing } from '../../../electron/contract/text/typedTime.ts'
import { RosterDialog } from './RosterDialog.tsx'
import { VisitFields, type Adding } from './VisitFields.tsx'
import { visitFormSchema, visitInput, type VisitInput, type VisitOutput } from './visitForm.ts'

/** A visit that has no number yet: today, in the campaign if there is but one, with whoever writes it. */
export function NewVisit({ onCreated }: { readonly onCreated: (id: string) => void }) {
  const campaigns = useQuery(api.campaign.list.queryOptions())
  if (campaigns.isPending) return null
  const [only, ...others] = campaigns.data ?? []
  return <NewVisitForm campaign={others.length === 0 ? (only?.id ?? null) : null} onCreated={onCreated} />
}

type NewVisitFormProps = { readonly campaign: string | null; readonly onCreated: (id: string) => void }

function NewVisitForm({ campaign, onCreated }: NewVisitFormProps) {
  const { id: workspace, person } = useWorkspace()
  const queries = useQueryClient()
  const [adding, setAdding] = useState<Adding>()
  const save = useMutation(api.visit.save.mutationOptions())
  const role = inspectorRoles[useCan('compileDocument') ? 0 : 1]
  const methods = useForm<VisitInput, unknown, VisitOutput>({
    resolver: zodResolver(visitFormSchema),
    defaultValues: visitInput({ campaign, visitedOn: todayInBeijing() }, [{ person: person.id, role }]),
  })
  const { setFocus } = methods
  const draft = useDraft({ form: 'visit.new', entityId: workspace, seen: noneSeen, methods })
  useEffect(() => setFocus('unit'), [setFocus])

  async function submit({ inspectors, leader, ...output }: VisitOutput): Promise<void> {
    // An empty field says nothing, and neither does a box that nobody ticked.
    const written = Object.fromEntries(Object.entries(output).filter(([, value]) => value !== null && value !== false))
    const people = inspectorsLedBy(leader, inspectors)
    const id = await draft.save(
      (_, made) =>
        save.mutateAsync(
          { ...(made !== undefined && { id: made }), set: written, inspectors: people },
          { onError: (error) => showFieldProblems(methods, problemOf(error)) },
        ),
      client.visit.get,
    )
    await queries.invalidateQueries({ queryKey: api.visit.key() })
    onCreated(id)
  }
  return (
    <>
      <Form
        form={methods}
        label="新建检查"
        submitLabel="保存"
        problem={save.error === null ? undefined : problemOf(save.error)}
        onSubmit={submit}
        save={draft.note}
        discard={{ label: '清空重填', run: draft.discard }}
      >
        <VisitFields methods={methods} onAdd={setAdding} />
      </Form>
      <RosterDialog adding={adding} methods={methods} onClose={() => setAdding(undefined)} />
    </>
  )
}

const noneSeen = {}
