import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Radio, Spin } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

export type CompileDialogProps = {
  /** The visit that is chosen at first. */
  readonly visit: string | undefined
  readonly onClose: () => void
  readonly onCompiled: (id: string) => void
}

const shownVisits = 200

/** One document for one visit: those that have none yet, the newest first. */
export function CompileDialog({ visit, onClose, onCompiled }: CompileDialogProps) {
  const visits = useQuery(api.visit.page.queryOptions({ input: { limit: shownVisits } }))
  const documents = useQuery(api.document.page.queryOptions({ input: { kind: '检查备忘录', limit: 500 } }))
  const [chosen, setChosen] = useState(visit)
  const compile = useMutation(api.document.compile.mutationOptions({ onSuccess: ({ id }) => onCompiled(id) }))
  const failed = compile.error ?? visits.error ?? documents.error
  const compiled = new Set(documents.data?.documents.map(({ visit }) => visit))
  const open = visits.data?.visits.filter(({ id }) => !compiled.has(id))
  return (
    <Dialog
      title="编制备忘录"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            disabled={chosen === undefined}
            loading={compile.isPending}
            onClick={() => chosen !== undefined && compile.mutate({ kind: '检查备忘录', about: chosen })}
          >
            开始编制
          </Button>
        </>
      }
    >
      {failed !== null && <ProblemNotice problem={problemOf(failed)} />}
      {open === undefined || documents.isPending ? (
        failed === null && <Spin />
      ) : open.length === 0 ? (
        <p>没有等着编制备忘录的检查。新建检查、记录问题以后，再来编制。</p>
      ) : (
        <fieldset className="document-visits">
          <legend>为哪一次检查编制</legend>
          <Radio.Group value={chosen} onChange={(event) => setChosen(String(event.target.value))}>
            {open.map(({ id, number, unitName, visitedOn, mode, findings }) => (
              <Radio key={id} value={id}>
                <span className="choice-name">
                  {unitName}（{number}）
                </span>
                <span className="choice-note">
                  {visitedOn ?? '日期未填'} · {mode ?? '方式未填'} · 问题 {findings} 个
                </span>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      )}
    </Dialog>
  )
}
