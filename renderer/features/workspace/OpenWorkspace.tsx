import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useForm, useWatch } from 'react-hook-form'
import * as z from 'zod'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { lastWorkspace } from '../../api/session.ts'
import { demoPasswordHint } from '../../api/workspace.ts'
import { Form } from '../../ui/form/Form.tsx'
import { FormPassword } from '../../ui/form/FormInputs.tsx'
import { WorkspaceList, type ListedWorkspace } from './WorkspaceList.tsx'
import './workspace.css'

type OpenWorkspaceProps = {
  readonly workspaces: readonly ListedWorkspace[]
  readonly onCreate?: () => void
}

const schema = z.object({ id: z.string().min(1, '请先选一个工作区'), password: z.string().min(1, '请输入密码') })
type Values = z.infer<typeof schema>

/** Whoever locked one goes on with it. */
function firstChosen(workspaces: readonly ListedWorkspace[]): string {
  const last = workspaces.find(({ id }) => id === lastWorkspace())
  return (last ?? workspaces[0])?.id ?? ''
}

export function OpenWorkspace({ workspaces, onCreate }: OpenWorkspaceProps) {
  const queries = useQueryClient()
  const unlock = useMutation(api.workspace.unlock.mutationOptions())
  const form = useForm<Values, unknown, Values>({
    resolver: zodResolver(schema),
    defaultValues: { id: firstChosen(workspaces), password: '' },
  })
  const chosen = useWatch({ control: form.control, name: 'id' })
  const isDemo = workspaces.some(({ id, demoPart }) => id === chosen && demoPart !== null)
  if (workspaces.length === 0) {
    return (
      <div className="panel panel-empty">
        <p>本机还没有工作区。</p>
        {onCreate !== undefined && <Button onClick={onCreate}>建立工作区</Button>}
      </div>
    )
  }
  async function submit(values: Values): Promise<void> {
    await unlock.mutateAsync(values)
    await queries.invalidateQueries({ queryKey: api.workspace.key() })
  }
  return (
    <div className="panel">
      <h2 className="visually-hidden">打开工作区</h2>
      <Form
        form={form}
        label="打开工作区"
        keep={undefined}
        submitLabel="打开"
        problem={unlock.error === null ? undefined : problemOf(unlock.error)}
        onSubmit={submit}
      >
        <WorkspaceList control={form.control} workspaces={workspaces} />
        <div className="password-row">
          <FormPassword
            control={form.control}
            name="password"
            label="密码"
            hint={isDemo ? demoPasswordHint : '用您自己的密码，程序由此认出是谁。'}
          />
        </div>
      </Form>
    </div>
  )
}
