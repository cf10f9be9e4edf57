import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import { ImportCounts } from './ImportCounts.tsx'
import type { ImportAccepted, ImportPreview } from './syncView.ts'

/** A package that has been checked: what it would do, what is missing before it, and the decision. */
export function StagedPackage({ preview }: { readonly preview: ImportPreview }) {
  const { import: id, sender, serial, state } = preview
  const queries = useQueryClient()
  const accept = useMutation(api.sync.accept.mutationOptions())
  const drop = useMutation(
    api.sync.drop.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.sync.staged.key() }),
    }),
  )
  const job = useJob(accept.data?.job)
  useAccepted(job.view?.state === 'done' ? job.view.result : undefined)
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
      {problem !== null && <ProblemNotice problem={problemOf(problem)} />}
      {accept.data !== undefined && (
        <JobPanel label="导入数据包" job={job} onCancel={job.cancel} onRetry={() => accept.mutate({ import: id })} />
      )}
      {!job.running && (
        <div className="desk-actions">
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

/** Says what came in, and asks again for everything: an import speaks of all of it. */
function useAccepted(result: unknown): void {
  const queries = useQueryClient()
  const toast = useToast()
  useEffect(() => {
    if (result === undefined) return
    // The host wrote it by the schema of this job.
    const { accepted } = result as ImportAccepted
    toast(`已导入${accepted.map(({ serial }) => `第 ${serial} 号`).join('、')}数据包`)
    void queries.invalidateQueries()
  }, [result, queries, toast])
}

function stateText({ state, missingSerials }: ImportPreview): string {
  switch (state) {
    case 'ready':
      return '检查无误：签名、校验和发送方都对得上。'
    case 'waiting':
      return missingSerials.length === 0
        ? '检查无误，但前面还缺数据包。已留在本机等待，缺的导入之后随即自动导入。'
        : `检查无误，但前面还缺第 ${missingSerials.join('、')} 号。已留在本机等待，缺的导入之后随即自动导入。`
    case 'alreadyImported':
      return '这个数据包以前已经导入过，内容都在，不会再改动什么。'
  }
}
