import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { incomingKinds, type IncomingKind } from '../../../electron/contract/exchange/incoming.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { type Column, DataTable } from '../../ui/table/DataTable.tsx'
import { IncomingDetail } from './IncomingDetail.tsx'
import { kindWords, type ImportPreview, type IncomingRow } from './syncView.ts'

const columns: readonly Column<IncomingRow>[] = [
  { key: 'noun', title: '内容', width: '104px', render: ({ noun }) => noun },
  { key: 'name', title: '名称', width: 'minmax(200px, 2fr)', render: ({ name }) => name },
  { key: 'change', title: '改动', width: 'minmax(180px, 2fr)', render: changeText },
  { key: 'author', title: '作者', width: '96px', render: ({ author }) => author },
  { key: 'at', title: '写入', width: '136px', render: ({ at }) => (at === '' ? '' : beijingDateTime(at)) },
  { key: 'choice', title: '处理', width: '72px', render: ({ choice }) => (choice === null ? '' : choiceWords[choice]) },
]

const choiceWords = { seen: '看过', declined: '不采用' } as const

function changeText({ fields, note }: IncomingRow): string {
  return fields.length > 0 ? fields.map(({ label }) => label).join('、') : note
}

type IncomingRowsProps = { readonly preview: ImportPreview; readonly onClose: () => void }

/** What a package would do, row by row, and what a person decides about each; nothing is written before it is taken in. */
export function IncomingRows({ preview, onClose }: IncomingRowsProps) {
  const { import: id, kinds, sender, serial } = preview
  const shown = incomingKinds.filter((kind) => (kinds[kind] ?? 0) > 0)
  const [kind, turnTo] = useState<IncomingKind>(shown[0] ?? 'added')
  const [chosen, choose] = useState<string>()
  const mayDecide = useCan('decideImports')
  const page = usePages({
    of: (at) => api.incoming.staged.queryOptions({ input: { import: id, kind, ...at } }),
    rowsOf: ({ rows }) => rows,
  })
  const at = page.rows.findIndex((row) => row.id === chosen)
  const row = at < 0 ? undefined : page.rows.at(at)
  return (
    <Dialog title={`来自“${sender}”的第 ${serial} 号数据包，逐条看`} width={1040} onClose={onClose}>
      <div className="incoming-rows">
        <div className="incoming-kinds" role="group" aria-label="只看">
          {shown.map((one) => (
            <Button
              key={one}
              size="small"
              type={one === kind ? 'primary' : 'default'}
              aria-pressed={one === kind}
              onClick={() => {
                turnTo(one)
                choose(undefined)
              }}
            >
              {kindWords[one]} {kinds[one]}
            </Button>
          ))}
          {mayDecide && kind === 'parallel' && <AcceptParallel id={id} />}
        </div>
        <div className="incoming-table">
          <DataTable
            label={kindWords[kind]}
            columns={columns}
            page={page}
            chosen={chosen}
            onChoose={choose}
            empty={<EmptyState title="没有这一类内容" text="这个数据包里没有这一类改动。" />}
          />
        </div>
        <IncomingDetail key={row?.id} row={row} importId={id} mayDecide={mayDecide} />
      </div>
    </Dialog>
  )
}

function AcceptParallel({ id }: { readonly id: string }) {
  const queries = useQueryClient()
  const accept = useMutation(api.incoming.choose.mutationOptions({ onSuccess: () => queries.invalidateQueries() }))
  return (
    <>
      <Button
        size="small"
        loading={accept.isPending}
        onClick={() => accept.mutate({ import: id, choice: 'parallelSeen' })}
      >
        接受全部平行修改
      </Button>
      {accept.isError && <ProblemNotice problem={problemOf(accept.error)} />}
    </>
  )
}
