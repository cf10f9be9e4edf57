import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api, type client } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { offerBack } from '../../api/undo.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import './trash.css'

/** 回收站: what was removed of late, and the way back for who may write. */
export function Trash({ mayRestore }: { readonly mayRestore: boolean }) {
  const { data, error } = useQuery(api.trash.list.queryOptions())
  const toast = useToast()
  const restore = useMutation({
    ...api.trash.restore.mutationOptions(),
    onSuccess: ({ words }) => offerBack(`已恢复${words}`, toast),
  })
  if (data === undefined) return error === null ? <Spin /> : <ProblemNotice problem={problemOf(error)} />
  if (data.removed.length === 0) {
    return <EmptyState title="回收站是空的" text={`最近 ${data.days} 天删除的记录会列在这里，可以恢复。`} />
  }
  return (
    <>
      <p className="record-note">最近 {data.days} 天删除的记录。编号、内容和修改记录都还在，恢复后照旧使用。</p>
      {restore.error !== null && <ProblemNotice problem={problemOf(restore.error)} />}
      <ul className="trash" aria-label="回收站">
        {data.removed.map((one) => (
          <li key={one.id}>
            <Told {...one} />
            <HistoryButton entity={one.entity} id={one.id} />
            {mayRestore && (
              <Button
                onClick={() => restore.mutate({ entity: one.entity, id: one.id, withAbove: one.under !== null })}
                aria-label={`恢复${one.words}`}
              >
                {one.under === null ? '恢复' : '一并恢复'}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

type Removed = Awaited<ReturnType<typeof client.trash.list>>['removed'][number]

function Told({ words, title, reason, at, by, under }: Removed) {
  return (
    <div>
      <strong>{words}</strong> {title}
      <p className="record-note">
        {beijingDateTime(at)} · {by}
        {reason !== null && ` · ${reason}`}
      </p>
      {under !== null && <p className="trash-under">所属的{under.words}也已删除，要一并恢复才看得到。</p>}
    </div>
  )
}
