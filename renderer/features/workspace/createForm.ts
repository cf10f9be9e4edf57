import * as z from 'zod'
import { passwordMinimum, workspaceCreateSchema } from '../../../electron/contract/workspace.ts'

/** The contract's schema and what only a form needs: the password a second time, by the same rule of length. */
export const createFormSchema = workspaceCreateSchema
  .extend({
    password: workspaceCreateSchema.shape.password.min(passwordMinimum, `密码至少 ${passwordMinimum} 个字符`),
    passwordAgain: z.string(),
  })
  .refine((form) => form.password === form.passwordAgain, { path: ['passwordAgain'], message: '两次输入的密码不一样' })

export type CreateFormInput = z.input<typeof createFormSchema>
export type CreateFormOutput = z.output<typeof createFormSchema>

export const emptyCreateForm: CreateFormInput = {
  kind: 'team',
  name: '',
  drill: false,
  person: '',
  unit: '',
  post: '',
  password: '',
  passwordAgain: '',
}

/** What a person reads while typing; whether a password will do is decided by the host. */
export function passwordHint(password: string): string {
  const length = [...password].length
  if (length === 0) return `至少 ${passwordMinimum} 个字符，几个互不相干的词最好记。忘记后无法找回。`
  if (length < passwordMinimum) return `还差 ${passwordMinimum - length} 个字符。`
  if (length < passwordMinimum + 6) return '长度够了。不要用姓名、单位名称和连续的字符。'
  return '长度很好。不要用姓名、单位名称和连续的字符。'
}
