import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { teamRoles, teamRoleWords } from '../../../electron/contract/capability.ts'
import { api } from '../../api/client.ts'
import { saveFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { useDemoPassword } from '../../api/workspace.ts'
import { Form, showFieldProblems } from '../../ui/form/Form.tsx'
import { FormPassword, FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { CodeField } from './CodeField.tsx'
import { heardCode } from './code.ts'
import { newTeam, TeamFields, teamNameWanted } from './TeamFields.tsx'

type Request = {
  readonly handle: string
  readonly code: string
  readonly workspace: string
  readonly drill: boolean
  readonly people: readonly { readonly id: string; readonly name: string; readonly post: string }[]
  readonly team: string | null
  readonly unit: string | null
}

export type Answered = {
  readonly fileName: string
  readonly workspace: string
  readonly code: string
}

const roleOptions = teamRoles.map((role) => ({ value: role, label: `${role}：${teamRoleWords[role]}` }))

function schemaFor(code: string) {
  return z
    .object({
      code: heardCode(code),
      letter: z
        .string()
        .transform((typed) => typed.normalize('NFKC').trim().toUpperCase())
        .refine((letter) => /^[A-Z]\d{0,3}$/.test(letter), '字头应为一个大写字母，后面可加数字'),
      roles: z.array(z.object({ person: z.string(), role: z.enum(teamRoles) })),
      team: z.string().min(1, '请选择检查组'),
      teamName: z.string().trim().max(100, '名称不能超过 100 个字'),
      campaign: z.string(),
      unit: z.string(),
      authorityPassword: z.string().min(1, '请输入发证密码').max(200),
    })
    .refine(({ team, teamName }) => team !== newTeam || teamName.length >= 2, {
      path: ['teamName'],
      message: teamNameWanted,
    })
}
type Input = z.input<ReturnType<typeof schemaFor>>
type Output = z.output<ReturnType<typeof schemaFor>>

/** What headquarters decides: that the code is the one the team reads out, a letter, and each person's role. */
export function AnswerForm(props: { readonly request: Request; readonly onAnswered: (answered: Answered) => void }) {
  const { request, onAnswered } = props
  const queries = useQueryClient()
  const answer = useMutation(api.enrolment.answer.mutationOptions())
  const demoPassword = useDemoPassword()
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schemaFor(request.code)),
    defaultValues: {
      code: '',
      letter: '',
      roles: request.people.map(({ id }, index) => ({ person: id, role: index === 0 ? teamRoles[0] : teamRoles[1] })),
      team: request.team ?? '',
      teamName: '',
      campaign: '',
      unit: request.unit ?? '',
      authorityPassword: '',
    },
  })
  const { control } = form
  async function submit({ team, teamName, campaign, unit, ...values }: Output): Promise<void> {
    const chosen = team === newTeam ? { name: teamName, campaign: campaign || null } : { id: team }
    const written = await answer.mutateAsync(
      { handle: request.handle, ...values, team: chosen, unit: unit || null },
      { onError: (error) => showFieldProblems(form, problemOf(error)) },
    )
    await saveFile(written.ticket, written.fileName)
    // The channel's package went with the answer: what waits to be sent is counted anew.
    await queries.invalidateQueries()
    onAnswered({ fileName: written.fileName, workspace: request.workspace, code: written.code })
  }
  return (
    <Form
      form={form}
      label="答复申请"
      keep={`enrolment.answer:${request.handle}`}
      submitLabel="核对并写出答复"
      problem={answer.error === null ? undefined : problemOf(answer.error)}
      onSubmit={submit}
    >
      <p>
        这是“{request.workspace}”{request.drill && '（演练）'}的申请。请打电话给检查组，用您本来就有的号码，让对方读出
        <b>申请校验码</b>，把听到的数字打在下面。
      </p>
      <CodeField control={control} name="code" label="检查组读出的申请校验码" />
      <div className="form-pair">
        <FormText
          control={control}
          name="letter"
          label="编号字头"
          maxLength={4}
          hint="一个大写字母，可加数字。各组不能相同，印在问题编号前面。"
        />
        <FormPassword
          control={control}
          name="authorityPassword"
          label="发证密码"
          autoComplete="off"
          hint={demoPassword ?? '建立发证机构时定下的密码。'}
        />
      </div>
      <TeamFields control={control} />
      {request.people.map(({ id, name, post }, index) => (
        <FormSelect
          key={id}
          control={control}
          name={`roles.${index}.role`}
          label={`${name}${post === '' ? '' : `（${post}）`}的角色`}
          options={roleOptions}
        />
      ))}
    </Form>
  )
}
