import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { passwordMinimum } from '../../../electron/contract/workspace.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Form } from '../../ui/form/Form.tsx'
import { FormPassword, FormText } from '../../ui/form/FormInputs.tsx'

const schema = z
  .object({
    name: z.string().trim().min(2, '名称至少两个字').max(100, '名称不能超过 100 个字'),
    password: z.string().min(passwordMinimum, `密码至少 ${passwordMinimum} 个字符`).max(200, '密码不能超过 200 个字符'),
    passwordAgain: z.string(),
  })
  .refine((form) => form.password === form.passwordAgain, { path: ['passwordAgain'], message: '两次输入的密码不一样' })
type Values = z.infer<typeof schema>

/** The authority's key lies in a file of its own under a password of its own: it is opened for each answer only. */
export function CreateAuthority({ workspace }: { readonly workspace: string }) {
  const queries = useQueryClient()
  const create = useMutation(api.enrolment.createAuthority.mutationOptions())
  const form = useForm<Values, unknown, Values>({
    resolver: zodResolver(schema),
    defaultValues: { name: `${workspace}证书机构`, password: '', passwordAgain: '' },
  })
  async function submit({ name, password }: Values): Promise<void> {
    await create.mutateAsync({ name, password })
    await queries.invalidateQueries()
  }
  return (
    <Form
      form={form}
      label="建立发证机构"
      keep="authority.new"
      submitLabel="建立发证机构"
      problem={create.error === null ? undefined : problemOf(create.error)}
      onSubmit={submit}
    >
      <FormText control={form.control} name="name" label="发证机构名称" maxLength={100} />
      <div className="form-pair">
        <FormPassword
          control={form.control}
          name="password"
          label="发证密码"
          autoComplete="new-password"
          hint="不要与打开工作区的密码相同。每次办理登记都要用；忘记后无法找回。"
        />
        <FormPassword
          control={form.control}
          name="passwordAgain"
          label="再输一次发证密码"
          autoComplete="new-password"
        />
      </div>
    </Form>
  )
}
