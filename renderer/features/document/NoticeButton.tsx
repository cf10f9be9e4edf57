import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

export type NoticeButtonProps = { readonly finding: string; readonly onCompiled: (id: string) => void }

/** Begins the rectification notice of one finding, or opens the one that there is. */
export function NoticeButton({ finding, onCompiled }: NoticeButtonProps) {
  const compile = useMutation(api.document.compile.mutationOptions({ onSuccess: ({ id }) => onCompiled(id) }))
  return (
    <>
      {compile.error !== null && <ProblemNotice problem={problemOf(compile.error)} />}
      <Button loading={compile.isPending} onClick={() => compile.mutate({ kind: '单问题整改通知书', about: finding })}>
        整改通知书
      </Button>
    </>
  )
}
