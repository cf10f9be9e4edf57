import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { Gaps } from './Gaps.tsx'
import type { ImportPreview, PackageView } from './syncView.ts'
import './sync.css'

type Team = {
  readonly id: string
  readonly name: string
  readonly letter: string
  readonly received: number
  readonly last: PackageView | undefined
  readonly gaps: readonly number[]
  readonly receipt: PackageView | undefined
}

const columns: readonly Column<Team>[] = [
  { key: 'letter', title: '字头', width: '64px', render: ({ letter }) => letter },
  { key: 'name', title: '检查组', width: 'minmax(140px, 2fr)', render: ({ name }) => name },
  { key: 'received', title: '已收数据包', width: '100px', align: 'end', render: ({ received }) => `${received} 个` },
  {
    key: 'last',
    title: '最近一次',
    width: '208px',
    render: ({ last }) =>
      last === undefined ? '还没有' : `第 ${last.serial} 号 ${beijingDateTime(last.receivedAt ?? last.madeAt)}`,
  },
  {
    key: 'gaps',
    title: '缺号',
    width: 'minmax(92px, 1fr)',
    render: ({ gaps }) => (gaps.length === 0 ? '不缺' : <span className="gap">缺第 {gaps.join('、')} 号</span>),
  },
  {
    key: 'receipt',
    title: '最近送回',
    width: '108px',
    render: ({ receipt }) => (receipt === undefined ? '还没有' : `第 ${receipt.serial} 号`),
  },
]

/** What each team has handed in, what is missing of it, and what went back. */
export function Teams() {
  const peers = useQuery(api.sync.peers.queryOptions())
  const packages = useQuery(api.sync.packages.queryOptions())
  const staged = useQuery(api.sync.staged.queryOptions())
  const [chosen, choose] = useState<string>()
  const page = onePage(peers)
  const rows = page.rows.map((peer) => teamOf(peer, packages.data ?? [], staged.data ?? []))
  return (
    <>
      <Gaps />
      <div className="packages">
        <DataTable
          label="检查组"
          columns={columns}
          page={{ ...page, rows }}
          chosen={chosen}
          onChoose={choose}
          empty={
            <EmptyState
              title="还没有登记的检查组"
              text="在“设置”里为检查组办理登记以后，这里列出每个组交来的数据包和缺号。"
            />
          }
        />
      </div>
    </>
  )
}

type Peer = { readonly log: string; readonly name: string; readonly letter: string | null }

/** `packages` are the newest first. */
function teamOf(peer: Peer, packages: readonly PackageView[], staged: readonly ImportPreview[]): Team {
  const own = packages.filter(({ peer: log }) => log === peer.log)
  const received = own.filter(({ direction }) => direction === 'in')
  const waiting = staged.filter(({ sender }) => sender === peer.name)
  return {
    id: peer.log,
    name: peer.name,
    letter: peer.letter ?? '—',
    received: received.length,
    last: received[0],
    gaps: [...new Set(waiting.flatMap(({ missingSerials }) => missingSerials))].toSorted((a, b) => a - b),
    receipt: own.find(({ direction, state }) => direction === 'out' && state !== '已撤回'),
  }
}
