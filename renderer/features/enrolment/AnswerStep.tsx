import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { api, client } from '../../api/client.ts'
import { uploadFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { DropZone } from '../../ui/DropZone.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { CodeField } from './CodeField.tsx'
import { heardCode } from './code.ts'

/** Headquarters' answer file: read, its code compared with what headquarters reads out, then taken in. */
export function AnswerStep() {
  const read = useMutation({
    mutationFn: async (file: File) => {
      const { handle } = await uploadFile(file)
      return { handle, ...(await client.enrolment.readAnswer({ handle })) }
    },
  })
  return (
    <li className="step">
      <h3>收到总部的答复文件后，核对第二个校验码</h3>
      <p>答复文件的名字以 .mcans 结尾，里面是证书、编号字头和任务，只有本机打得开。</p>
      <DropZone
        label="答复文件"
        button="选择答复文件"
        hint="也可以把文件拖到这里"
        accept=".mcans"
        disabled={read.isPending}
        onFiles={([file]) => file !== undefined && read.mutate(file)}
      />
      {read.isError && <ProblemNotice problem={problemOf(read.error)} />}
      {read.data !== undefined && <Compare key={read.data.handle} {...read.data} onDone={() => read.reset()} />}
    </li>
  )
}

type CompareProps = {
  readonly handle: string
  readonly code: string
  readonly headquarters: string
  readonly onDone: () => void
}

function Compare({ handle, code, headquarters, onDone }: CompareProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const accept = useMutation(api.enrolment.accept.mutationOptions())
  const form = useForm<{ code: string }, unknown, { code: string }>({
    resolver: zodResolver(z.object({ code: heardCode(code) })),
    defaultValues: { code: '' },
  })
  async function submit(values: { code: string }): Promise<void> {
    const { letter } = await accept.mutateAsync({ handle, code: values.code })
    toast(`登记完成，编号字头 ${letter}`)
    await queries.invalidateQueries({ queryKey: api.workspace.key() })
    onDone()
  }
  return (
    <Form
      form={form}
      label="核对答复"
      keep={`enrolment.accept:${handle}`}
      submitLabel="核对并完成登记"
      problem={accept.error === null ? undefined : problemOf(accept.error)}
      onSubmit={submit}
    >
      <p>
        这是“{headquarters}”的答复。请在电话里让总部读出<b>答复校验码</b>，把听到的数字打在下面。
      </p>
      <CodeField control={form.control} name="code" label="总部读出的答复校验码" />
    </Form>
  )
}
