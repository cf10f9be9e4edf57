import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'

/** What newer programs wrote in this case: the paper waits for the upgrade, or the lead says why it does not. */
export function Unread({ id }: { readonly id: string }) {
  const unread = useQuery(api.document.unread.queryOptions({ input: { id } }))
  const [asking, ask] = useState(false)
  const pass = useMutation(api.document.passUnread.mutationOptions({ onSuccess: () => ask(false) }))
  if (unread.data === undefined || unread.data.length === 0) return null
  const changes = unread.data.map(({ change }) => change)
  return (
    <section className="document-section" aria-labelledby="document-unread">
      <h2 id="document-unread">还读不懂的内容</h2>
      <p>
        有 {changes.length} 条由更新版本的程序写入，升级以前不能定稿、签名。确与这份文书无关的，可以写明原因，不再等它。
      </p>
      <ul>
        {unread.data.map(({ change, author, at }) => (
          <li key={change}>
            {author}　{at === '' ? '' : beijingDateTime(at)}
          </li>
        ))}
      </ul>
      <Button onClick={() => ask(true)}>不等待升级…</Button>
      {asking && (
        <ReasonDialog
          title="不等待升级"
          text="这份文书不再等这些内容。它们照常留存、上报，升级后自动显示；如果改动了文书所印的内容，到时会注明文书已失效。"
          label="不等待的原因"
          about={id}
          submitLabel="不等待"
          maxLength={500}
          problem={pass.error === null ? undefined : problemOf(pass.error)}
          onClose={() => ask(false)}
          onReason={(reason) => pass.mutateAsync({ id, changes, reason })}
        />
      )}
    </section>
  )
}
