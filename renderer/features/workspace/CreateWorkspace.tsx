import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { FormCheck, FormChoice, FormPassword, FormText } from '../../ui/form/FormInputs.tsx'
import {
  createFormSchema,
  emptyCreateForm,
  passwordHint,
  type CreateFormInput,
  type CreateFormOutput,
} from './createForm.ts'
import './workspace.css'

const kinds = [
  { value: 'team', label: '检查组', note: '带着电脑下去检查的小组' },
  { value: 'headquarters', label: '总部', note: '派出检查组、汇总台账的一级' },
] as const

export function CreateWorkspace() {
  const queries = useQueryClient()
  const create = useMutation(api.workspace.create.mutationOptions())
  const form = useForm<CreateFormInput, unknown, CreateFormOutput>({
    resolver: zodResolver(createFormSchema),
    defaultValues: emptyCreateForm,
  })
  const { control } = form
  const password = useWatch({ control, name: 'password' })

  async function submit({ passwordAgain: _, ...wanted }: CreateFormOutput): Promise<void> {
    await create.mutateAsync(wanted, { onError: (error) => showFieldProblems(form, problemOf(error)) })
    await queries.invalidateQueries({ queryKey: api.workspace.key() })
  }
  return (
    <div className="panel">
      <h2 className="visually-hidden">建立工作区</h2>
      <Form
        form={form}
        label="建立工作区"
        keep="workspace.new"
        submitLabel="建立"
        problem={create.error === null ? undefined : problemOf(create.error)}
        onSubmit={submit}
      >
        <FormChoice control={control} name="kind" label="这台电脑用于" choices={kinds} />
        <FormText
          control={control}
          name="name"
          label="工作区名称"
          placeholder="例如：第三检查组（江州市）"
          maxLength={100}
        />
        <div className="form-pair">
          <FormText control={control} name="person" label="姓名" autoComplete="name" maxLength={40} />
          <FormText control={control} name="post" label="职务" optional maxLength={60} />
        </div>
        <FormText control={control} name="unit" label="单位" autoComplete="organization" maxLength={100} />
        <div className="form-pair">
          <FormPassword
            control={control}
            name="password"
            label="密码"
            autoComplete="new-password"
            hint={passwordHint(password)}
          />
          <FormPassword control={control} name="passwordAgain" label="再输一次密码" autoComplete="new-password" />
        </div>
        <FormCheck
          control={control}
          name="drill"
          label="这是演练工作区"
          hint="每一页都标明“演练”，真正的总部不会接收。建立后不能更改。"
        />
      </Form>
    </div>
  )
}
