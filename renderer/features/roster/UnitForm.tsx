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
  levels,
  systems,
  typedUnit,
  unitOptions,
  unitSchema,
  type UnitInput,
  type UnitOutput,
  type UnitRow,
} from './rosterForm.ts'

type UnitFormProps = {
  readonly unit: UnitRow | undefined
  readonly units: readonly UnitRow[]
  readonly onSaved: (id: string) => void
}

export function UnitForm({ unit, units, onSaved }: UnitFormProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const save = useMutation(api.unit.save.mutationOptions())
  const form = useForm<UnitInput, unknown, UnitOutput>({
    resolver: zodResolver(unitSchema),
    defaultValues: typedUnit(unit),
  })
  const { control } = form
  const { dirtyFields } = form.formState
  const { problem, asked } = knownIn(save)
  const outdating = useOutdating(
    { entity: 'unit', ids: unit === undefined ? [] : [unit.id] },
    { edit: Object.keys(dirtyFields) },
  )
  async function submit(values: UnitOutput, besides: string[] = []): Promise<void> {
    const { id } = await save.mutateAsync(
      { ...(unit && { id: unit.id }), set: changedOnly(values, dirtyFields), besides },
      { onError: (error) => showFieldProblems(form, problemOf(error)) },
    )
    await queries.invalidateQueries({ queryKey: api.unit.key() })
    toast(`已保存单位“${values.name ?? ''}”`)
    form.reset(form.getValues())
    onSaved(id)
  }
  return (
    <Form
      form={form}
      label={unit === undefined ? '添加单位' : '修改单位'}
      keep={`unit:${unit?.id ?? 'new'}`}
      submitLabel={unit === undefined ? '添加' : '保存'}
      problem={problem}
      warning={outdating}
      onSubmit={(values) => submit(values)}
    >
      <FormText
        control={control}
        name="name"
        label="单位名称"
        maxLength={100}
        hint="与公章一致的全称，印在备忘录上。"
      />
      <div className="form-pair">
        <FormText control={control} name="shortName" label="简称" optional maxLength={40} hint="用在文件名里。" />
        <FormText control={control} name="code" label="单位代码" optional maxLength={20} hint="用在证据编号里。" />
        <FormSelect control={control} name="system" label="系统" optional options={systems.map(asOption)} />
        <FormSelect control={control} name="level" label="层级" optional options={levels.map(asOption)} />
      </div>
      <FormSelect
        control={control}
        name="parentUnit"
        label="上级单位"
        optional
        options={unitOptions(units, unit?.id)}
      />
      <FormQuestion
        asked={asked}
        form={form}
        onUse={(id) => {
          save.reset()
          onSaved(id)
        }}
        otherwise={unit === undefined ? '仍然新建' : '仍然保存'}
        onOtherwise={submit}
      />
    </Form>
  )
}

function asOption(word: string) {
  return { value: word, label: word }
}
