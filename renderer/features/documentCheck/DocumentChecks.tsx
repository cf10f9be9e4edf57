import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { Split } from '../../ui/layout/Split.tsx'
import { DocumentCheck } from './DocumentCheck.tsx'

type Document = {
  readonly id: string
  readonly unitName: string
  readonly visitNumber: string
  readonly visitedOn: string | null
  readonly mode: string | null
  readonly state: string
}

const columns: readonly Column<Document>[] = [
  { key: 'unit', title: '被检查单位', width: 'minmax(180px, 2fr)', render: ({ unitName }) => unitName },
  { key: 'visit', title: '检查', width: '90px', render: ({ visitNumber }) => visitNumber },
  { key: 'day', title: '日期', width: '110px', render: ({ visitedOn }) => visitedOn ?? '' },
  { key: 'mode', title: '方式', width: '64px', render: ({ mode }) => mode ?? '' },
  { key: 'state', title: '状态', width: '92px', render: ({ state }) => state },
]

/** All documents that are here, each verified when it is chosen. */
export function DocumentChecks() {
  const page = usePages({
    of: (at) => api.document.page.queryOptions({ input: at }),
    rowsOf: ({ documents }) => documents,
  })
  const [chosen, choose] = useState<string>()
  const row = page.rows.at(page.rows.findIndex(({ id }) => id === chosen))
  return (
    <div className="checks">
      <Split
        name="documentChecks"
        initial={54}
        detailLabel="核验结果"
        detail={
          row && (
            <div className="check-side">
              <h3>{row.unitName}</h3>
              <DocumentCheck key={row.id} document={row.id} />
              <Link to="/documents/{-$id}" params={{ id: row.id }}>
                打开这份备忘录
              </Link>
            </div>
          )
        }
        list={
          <DataTable
            label="备忘录"
            columns={columns}
            page={page}
            chosen={chosen}
            onChoose={choose}
            empty={
              <EmptyState
                title="还没有备忘录"
                text="检查组的数据包导入以后，备忘录列在这里。选中一份，就核验它的签名和内容。"
              />
            }
          />
        }
      />
    </div>
  )
}
