import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { saveFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { CodeDigits } from './CodeDigits.tsx'

/** The request file for headquarters, and the code to read out. */
export function RequestStep({ requested }: { readonly requested: boolean }) {
  const queries = useQueryClient()
  const request = useMutation(
    api.enrolment.request.mutationOptions({
      onSuccess: async ({ ticket, fileName }) => {
        await saveFile(ticket, fileName)
        // No record was written, so nothing else tells that the next step is another one now.
        await Promise.all([api.enrolment, api.home].map((noun) => queries.invalidateQueries({ queryKey: noun.key() })))
      },
    }),
  )
  return (
    <li className="step">
      <h3>生成申请文件，交给总部</h3>
      <p>文件里只有本机和本组人员的公钥、姓名、职务，没有检查内容。用存储介质或内网邮件送去都可以。</p>
      {request.data !== undefined && (
        <>
          <p>
            文件名是 <b>{request.data.fileName}</b>。总部打开文件后，请在电话里把下面的校验码读给对方：
          </p>
          <CodeDigits label="申请校验码" code={request.data.code} />
        </>
      )}
      {request.isError && <ProblemNotice problem={problemOf(request.error)} />}
      <div className="step-actions">
        <Button type={requested ? 'default' : 'primary'} loading={request.isPending} onClick={() => request.mutate({})}>
          {requested ? '重新生成申请文件' : '生成申请文件'}
        </Button>
        {requested && <span className="step-note">重新生成之后，总部对前一份申请的答复就不能用了。</span>}
      </div>
    </li>
  )
}
