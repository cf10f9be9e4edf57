import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { calledKnown, type UnableSigner } from './documentView.ts'

/** Who is to sign and cannot yet, each with what helps: before the paper is frozen for them. */
export function UnableSigners({ signers }: { readonly signers: readonly UnableSigner[] }) {
  const queries = useQueryClient()
  const toast = useToast()
  const join = useMutation(
    api.person.join.mutationOptions({
      onSuccess: async () => {
        await Promise.all([api.person, api.document].map((noun) => queries.invalidateQueries({ queryKey: noun.key() })))
        toast('已合并')
      },
    }),
  )
  if (signers.length === 0) return null
  return (
    <section className="document-section" aria-labelledby="document-unable">
      <h2 id="document-unable">现在还不能签名的人</h2>
      <ul className="document-obstacles">
        {signers.map(({ person, name, known }) => (
          <li key={person}>
            {known.length === 0
              ? `${name} 还没有登记。请本人先在自己的电脑上建立工作区、向总部登记；登记后在这里合并，就能签名。`
              : `名单里的 ${name} 是手工添加的，还没有与已登记的人合并。`}
            <div className="document-unable-ways">
              {known.map((one) =>
                one.mayJoin ? (
                  <Button
                    key={one.id}
                    size="small"
                    loading={join.isPending}
                    onClick={() => join.mutate({ one: person, other: one.id })}
                  >
                    合并到已登记的 {calledKnown(one)}
                  </Button>
                ) : (
                  <span key={one.id} className="document-quiet">
                    已登记的有 {calledKnown(one)}，是同一人的请总部合并。
                  </span>
                ),
              )}
            </div>
          </li>
        ))}
      </ul>
      {join.error !== null && <ProblemNotice problem={problemOf(join.error)} />}
    </section>
  )
}
