import { useState, type ReactNode } from 'react'
import { api, type client } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import './visit.css'

type VisitView = Awaited<ReturnType<typeof client.visit.page>>['visits'][number]

type VisitListProps = {
  readonly chosen: string | undefined
  readonly narrow: boolean
  readonly onChoose: (id: string) => void
  readonly start: ReactNode
}

/** Visits, newest first, found by unit, place or number. */
export function VisitList({ chosen, narrow, onChoose, start }: VisitListProps) {
  const [text, setText] = useState('')
  const page = usePages({
    of: (at) => api.visit.page.queryOptions({ input: { ...(text !== '' && { text }), ...at } }),
    rowsOf: ({ visits }) => visits,
  })
  return (
    <div className="visit-list">
      <div className="visit-filters">
        <SearchBox label="查找检查" value={text} onSearch={setText} />
      </div>
      <DataTable
        label="检查"
        columns={narrow ? columns.filter(({ key }) => !wideOnly.has(key)) : columns}
        page={page}
        chosen={chosen}
        onChoose={onChoose}
        empty={text === '' ? start : <EmptyState title="没有符合的检查" text="按单位、地点或者编号查找。" />}
      />
    </div>
  )
}

const wideOnly: ReadonlySet<string> = new Set(['place', 'inspectors'])

const columns: readonly Column<VisitView>[] = [
  { key: 'number', title: '编号', width: '120px', render: ({ number }) => number },
  { key: 'day', title: '日期', width: '104px', render: ({ visitedOn }) => visitedOn ?? '未填' },
  { key: 'unit', title: '单位', width: 'minmax(140px, 3fr)', render: ({ unitName }) => unitName },
  { key: 'mode', title: '方式', width: '64px', render: ({ mode }) => mode ?? '未填' },
  { key: 'place', title: '地点', width: 'minmax(120px, 2fr)', render: ({ place }) => place ?? '' },
  { key: 'inspectors', title: '检查人员', width: '84px', render: ({ inspectors }) => `${inspectors.length} 人` },
  { key: 'findings', title: '问题', width: '64px', align: 'end', render: ({ findings }) => findings },
]
