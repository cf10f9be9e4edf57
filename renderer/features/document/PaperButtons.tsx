import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { paperSubjects } from '../../../electron/contract/document/document.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

export type PaperButtonsProps = {
  readonly noun: (typeof paperSubjects)[number]
  readonly id: string
  readonly onCompiled: (id: string) => void
}

/** Begins each kind of paper that can be about this record, or opens the one that there is. */
export function PaperButtons({ noun, id, onCompiled }: PaperButtonsProps) {
  const { data: kinds = [] } = useQuery(api.document.kinds.queryOptions())
  const compile = useMutation(api.document.compile.mutationOptions({ onSuccess: (made) => onCompiled(made.id) }))
  return (
    <>
      {compile.error !== null && <ProblemNotice problem={problemOf(compile.error)} />}
      {kinds
        .filter(({ about }) => about === noun)
        .map(({ kind, begins }) => (
          <Button
            key={kind}
            loading={compile.isPending && compile.variables.kind === kind}
            onClick={() => compile.mutate({ kind, about: id })}
          >
            {begins}
          </Button>
        ))}
    </>
  )
}
