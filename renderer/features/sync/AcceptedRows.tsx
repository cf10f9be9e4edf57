import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/workspace.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { type Column, DataTable } from '../../ui/table/DataTable.tsx'
import type { IncomingRow } from './syncView.ts'

const columns: readonly Column<IncomingRow>[] = [
  { key: 'noun', title: '内容', width: '120px', render: ({ noun }) => noun },
  { key: 'name', title: '名称', width: 'minmax(220px, 3fr)', render: ({ name }) => name },
  { key: 'author', title: '作者', width: '100px', render: ({ author }) => author },
  { key: 'at', title: '写入', width: '136px', render: ({ at }) => (at === '' ? '' : beijingDateTime(at)) },
  {
    key: 'state',
    title: '处理',
    width: '84px',
    render: ({ choice, note }) => (choice === 'declined' ? '不采用' : note === '' ? '已采用' : '被拒绝'),
  },
]

type AcceptedRowsProps = { readonly importId: string; readonly title: string; readonly onClose: () => void }

/** What a package brought when it was taken in; a row of it can still be declined, and let in again. */
export function AcceptedRows({ importId, title, onClose }: AcceptedRowsProps) {
  const [chosen, choose] = useState<string>()
  const mayDecide = useCan('decideImports')
  const page = usePages({
    of: (at) => api.incoming.accepted.queryOptions({ input: { import: importId, ...at } }),
    rowsOf: ({ rows }) => rows,
  })
  const at = page.rows.findIndex((row) => row.id === chosen)
  const row = at < 0 ? undefined : page.rows.at(at)
  return (
    <Dialog title={title} width={1040} onClose={onClose}>
      <div className="incoming-rows">
        <div className="incoming-table">
          <DataTable
            label="导入的内容"
            columns={columns}
            page={page}
            chosen={chosen}
            onChoose={choose}
            empty={<EmptyState title="没有内容" text="这个数据包没有带来新的内容。" />}
          />
        </div>
        <section className="incoming-detail" aria-label="选中的一条">
          {row === undefined ? (
            <p className="sync-note">选中一条，看它的处理。</p>
          ) : (
            <>
              <b>
                {row.noun}　{row.name}
              </b>
              {row.note !== '' && <p>{row.choice === 'declined' ? `不采用：${row.note}` : row.note}</p>}
              {mayDecide && row.canDecline && <Decide key={row.id} row={row} importId={importId} />}
            </>
          )}
        </section>
      </div>
    </Dialog>
  )
}

/** Declining after the import, or letting in again: each with its reason. */
function Decide({ row, importId }: { readonly row: IncomingRow; readonly importId: string }) {
  const [asking, ask] = useState(false)
  const queries = useQueryClient()
  const isDeclined = row.choice === 'declined'
  const onSuccess = async () => {
    await queries.invalidateQueries()
    ask(false)
  }
  const decline = useMutation(api.incoming.decline.mutationOptions({ onSuccess }))
  const readmit = useMutation(api.incoming.readmit.mutationOptions({ onSuccess }))
  const { mutateAsync, error } = isDeclined ? readmit : decline
  const word = isDeclined ? '恢复采用' : '不采用'
  return (
    <>
      <div className="sync-actions">
        <Button size="small" danger={!isDeclined} onClick={() => ask(true)}>
          {word}…
        </Button>
      </div>
      {asking && (
        <ReasonDialog
          title={`${word}这一条`}
          text={
            isDeclined
              ? '恢复以后，这个数据包对它的改动重新算数。'
              : '这个数据包对它的改动不再算数，内容留存备查；由这个数据包新增的记录，连同它下面的内容一并不采用。以后可以恢复采用。'
          }
          label={`${word}的原因`}
          about={`${importId} ${row.entityId}`}
          submitLabel={word}
          maxLength={500}
          danger={!isDeclined}
          problem={error === null ? undefined : problemOf(error)}
          onClose={() => ask(false)}
          onReason={(reason) =>
            mutateAsync({ import: importId, rows: [{ entity: row.entity, id: row.entityId }], reason })
          }
        />
      )}
    </>
  )
}
