import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { knownIn } from '../../api/known.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { FormQuestion } from '../../ui/form/FormQuestion.tsx'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import {
  changedOnly,
  personSchema,
  typedPerson,
  unitOptions,
  type PersonInput,
  type PersonOutput,
  type PersonRow,
  type UnitRow,
} from './rosterForm.ts'

type PersonFormProps = {
  readonly person: PersonRow | undefined
  readonly units: readonly UnitRow[]
  readonly onSaved: (id: string) => void
}

export function PersonForm({ person, units, onSaved }: PersonFormProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const save = useMutation(api.person.save.mutationOptions())
  const form = useForm<PersonInput, unknown, PersonOutput>({
    resolver: zodResolver(personSchema),
    defaultValues: typedPerson(person),
  })
  const { control } = form
  const { dirtyFields } = form.formState
  const { problem, asked } = knownIn(save)
  const outdating = useOutdating(
    { entity: 'person', ids: person === undefined ? [] : [person.id] },
    { edit: Object.keys(dirtyFields) },
  )
  async function submit(values: PersonOutput, besides: string[] = []): Promise<void> {
    const { id } = await save.mutateAsync(
      { ...(person && { id: person.id }), set: changedOnly(values, dirtyFields), besides },
      { onError: (error) => showFieldProblems(form, problemOf(error)) },
    )
    await queries.invalidateQueries({ queryKey: api.person.key() })
    toast(`已保存人员“${values.name ?? ''}”`)
    form.reset(form.getValues())
    onSaved(id)
  }
  return (
    <Form
      form={form}
      label={person === undefined ? '添加人员' : '修改人员'}
      keep={`person:${person?.id ?? 'new'}`}
      submitLabel={person === undefined ? '添加' : '保存'}
      problem={problem}
      warning={outdating}
      onSubmit={(values) => submit(values)}
    >
      <FormText control={control} name="name" label="姓名" maxLength={40} />
      <FormSelect control={control} name="unit" label="单位" optional options={unitOptions(units)} />
      <FormText control={control} name="post" label="职务" optional maxLength={60} />
      <FormQuestion
        asked={asked}
        form={form}
        onUse={(id) => {
          save.reset()
          onSaved(id)
        }}
        otherwise={person === undefined ? '仍然新建' : '仍然保存'}
        onOtherwise={submit}
      />
    </Form>
  )
}
