import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { saveFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

type Authority = { readonly name: string; readonly notAfter: string; readonly fingerprint: string }

/** By whose certificate everything is judged, and its root to take to another program. */
export function AuthorityFacts({ authority }: { readonly authority: Authority }) {
  const root = useMutation(
    api.enrolment.authorityTicket.mutationOptions({ onSuccess: ({ ticket, fileName }) => saveFile(ticket, fileName) }),
  )
  return (
    <>
      <dl className="authority" aria-label="发证机构">
        <div>
          <dt>发证机构</dt>
          <dd>{authority.name}</dd>
        </div>
        <div>
          <dt>有效期至</dt>
          <dd>{beijingDateTime(authority.notAfter).slice(0, 10)}</dd>
        </div>
        <div>
          <dt>根证书指纹</dt>
          <dd className="fingerprint">{authority.fingerprint.match(/.{1,8}/g)?.join(' ')}</dd>
        </div>
        <div>
          <dt className="visually-hidden">根证书文件</dt>
          <dd>
            <Button size="small" loading={root.isPending} onClick={() => root.mutate({})}>
              保存根证书
            </Button>
            <span className="step-note">在别的电脑上核验备忘录和数据包时要用。</span>
          </dd>
        </div>
      </dl>
      {root.isError && <ProblemNotice problem={problemOf(root.error)} />}
    </>
  )
}
