import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import type { Column } from '../../ui/table/DataTable.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { RosterList, type Chosen } from './RosterList.tsx'
import { Joined } from './Joined.tsx'
import { RosterName } from './RosterName.tsx'
import { UnitForm } from './UnitForm.tsx'
import type { UnitRow } from './rosterForm.ts'

const columns: readonly Column<UnitRow>[] = [
  { key: 'name', title: '单位名称', width: 'minmax(180px, 2fr)', render: (row) => <RosterName row={row} /> },
  { key: 'shortName', title: '简称', width: 'minmax(90px, 1fr)', render: ({ shortName }) => shortName ?? '' },
  { key: 'level', title: '层级', width: '120px', render: ({ level }) => level ?? '' },
]

export function Units() {
  const units = useQuery(api.unit.list.queryOptions())
  const [chosen, choose] = useState<Chosen>()
  const rows = units.data ?? []
  const row = rows.find(({ id }) => id === chosen)
  return (
    <RosterList
      name="units"
      label="单位"
      lead="被检查的单位和人员所在的单位。检查时按名称或拼音首字母选用。"
      columns={columns}
      page={onePage(units)}
      chosen={chosen}
      onChoose={choose}
      form={
        <>
          <UnitForm key={chosen} unit={row} units={rows} onSaved={choose} />
          {row !== undefined && <Joined noun="unit" row={row} others={rows} onChoose={choose} />}
          {row !== undefined && <HistoryButton entity="unit" id={row.id} />}
        </>
      }
    />
  )
}
