import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ListedDocument } from './documentView.ts'
import { StateTag } from './StateTag.tsx'
import './document.css'

export type DocumentListProps = {
  /** The one that was open before: the focus comes back to its row. */
  readonly last: string | undefined
  readonly onOpen: (id: string) => void
  /** What can be done while there is none. */
  readonly action: ReactNode
}

/** All documents of this workspace, those of every team at headquarters. */
export function DocumentList({ last, onOpen, action }: DocumentListProps) {
  const [chosen, setChosen] = useState(last)
  const page = usePages({
    of: (at) => api.document.page.queryOptions({ input: at }),
    rowsOf: ({ documents }) => documents,
  })
  return (
    <DataTable
      label="备忘录"
      columns={columns}
      page={page}
      chosen={chosen}
      onChoose={setChosen}
      onOpen={onOpen}
      clickOpens
      returning={last !== undefined}
      empty={
        <EmptyState
          title="还没有备忘录"
          text="备忘录把一次检查的问题和证据编成一份文书：先看到它的每一页，定稿后由检查人员签名。"
          action={action}
        />
      }
    />
  )
}

const columns: readonly Column<ListedDocument>[] = [
  {
    key: 'unit',
    title: '被检查单位',
    width: 'minmax(200px, 2fr)',
    render: ({ id, unitName }) => (
      <Link to="/documents/{-$id}" params={{ id }} className="document-link" tabIndex={-1}>
        {unitName}
      </Link>
    ),
  },
  { key: 'kind', title: '种类', width: '150px', render: ({ kind }) => kind },
  { key: 'number', title: '检查编号', width: '120px', render: ({ visitNumber }) => visitNumber },
  { key: 'day', title: '检查日期', width: '120px', render: ({ visitedOn }) => visitedOn ?? '未填' },
  { key: 'mode', title: '方式', width: '80px', render: ({ mode }) => mode ?? '未填' },
  { key: 'state', title: '状态', width: '110px', render: ({ state }) => <StateTag state={state} /> },
  {
    key: 'signed',
    title: '签名',
    width: '80px',
    render: ({ signers, signed }) => (signers === 0 ? '' : `${signed}/${signers}`),
  },
  {
    key: 'mine',
    title: '待办',
    width: 'minmax(100px, 1fr)',
    render: ({ waitsForMe, changed }) => (waitsForMe ? '等我签名' : changed),
  },
]
