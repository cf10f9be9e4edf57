import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { IncomingRows } from './IncomingRows.tsx'
import { ImportCounts } from './ImportCounts.tsx'
import type { ImportPreview } from './syncView.ts'

type StagedPackageProps = {
  readonly preview: ImportPreview
  /** Its import is under way. */
  readonly accepting: boolean
  /** The job that takes it in has been started. */
  readonly onAccept: (job: string) => void
}

/** A package that has been checked: what it would do, what is missing before it, and the decision. */
export function StagedPackage({ preview, accepting, onAccept }: StagedPackageProps) {
  const { import: id, sender, serial, state } = preview
  const queries = useQueryClient()
  const accept = useMutation(api.sync.accept.mutationOptions({ onSuccess: ({ job }) => onAccept(job) }))
  const drop = useMutation(
    api.sync.drop.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.sync.staged.key() }),
    }),
  )
  const [looking, look] = useState(false)
  const problem = accept.error ?? drop.error
  return (
    <article className="staged" aria-label={`来自${sender}的第 ${serial} 号数据包`}>
      <h3>
        来自“{sender}”的第 {serial} 号数据包
      </h3>
      <p className="staged-state" data-state={state}>
        {stateText(preview)}
      </p>
      {state !== 'alreadyImported' && <ImportCounts preview={preview} />}
      {looking && <IncomingRows preview={preview} onClose={() => look(false)} />}
      {problem !== null && <ProblemNotice problem={problemOf(problem)} />}
      {!accepting && (
        <div className="sync-actions">
          {state !== 'alreadyImported' && <Button onClick={() => look(true)}>逐条看</Button>}
          {state === 'ready' && (
            <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ import: id })}>
              导入
            </Button>
          )}
          <Button loading={drop.isPending} onClick={() => drop.mutate({ import: id })}>
            {state === 'alreadyImported' ? '移走' : '不导入'}
          </Button>
        </div>
      )}
    </article>
  )
}

function stateText({ state, missingSerials }: ImportPreview): string {
  switch (state) {
    case 'ready':
      return '检查无误：签名、校验和发送方都对得上。'
    case 'waiting':
      return missingSerials.length === 0
        ? '检查无误，但前面的内容还没有收到。已留在本机等待：请发送方按未送达处理、重新写一个，收到后随即自动导入。'
        : `检查无误，但前面还缺第 ${missingSerials.join('、')} 号。已留在本机等待，缺的导入之后随即自动导入。`
    case 'alreadyImported':
      return '这个数据包以前已经导入过，内容都在，不会再改动什么。'
  }
}
