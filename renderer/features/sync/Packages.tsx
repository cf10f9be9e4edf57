import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { Split } from '../../ui/layout/Split.tsx'
import { PackageDetail } from './PackageDetail.tsx'
import { stateNotes, type PackageView } from './syncView.ts'
import './sync.css'

const columns: readonly Column<PackageView>[] = [
  {
    key: 'direction',
    title: '去向',
    width: '72px',
    render: ({ direction }) => (direction === 'out' ? '交出' : '收进'),
  },
  { key: 'peer', title: '对方', width: 'minmax(160px, 2fr)', render: ({ peerName }) => peerName },
  { key: 'serial', title: '编号', width: '76px', render: ({ serial }) => `第 ${serial} 号` },
  { key: 'at', title: '时间', width: '150px', render: (row) => beijingDateTime(row.receivedAt ?? row.madeAt) },
  {
    key: 'state',
    title: '状态',
    width: '92px',
    render: ({ state }) => (
      <span className="package-state" data-state={state} title={stateNotes[state]}>
        {state}
      </span>
    ),
  },
]

/** Every package that left or came, with its receipt (已接收). */
export function Packages() {
  const packages = useQuery(api.sync.packages.queryOptions())
  const [chosen, choose] = useState<string>()
  const row = packages.data?.find(({ id }) => id === chosen)
  return (
    <div className="packages">
      <Split
        name="packages"
        initial={62}
        detailLabel="数据包"
        detail={row && <PackageDetail key={row.id} row={row} />}
        list={
          <DataTable
            label="数据包"
            columns={columns}
            page={onePage(packages)}
            chosen={chosen}
            onChoose={choose}
            empty={
              <EmptyState
                title="还没有数据包"
                text="交出去和收进来的每一个数据包都会列在这里，对方的回执也在这里看。"
              />
            }
          />
        }
      />
    </div>
  )
}
