import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { onePage } from '../../api/queries.ts'
import type { Column } from '../../ui/table/DataTable.tsx'
import { Joined } from './Joined.tsx'
import { PersonForm } from './PersonForm.tsx'
import { RosterName } from './RosterName.tsx'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { RosterList, type Chosen } from './RosterList.tsx'
import type { PersonRow } from './rosterForm.ts'

export function People() {
  const people = useQuery(api.person.list.queryOptions())
  const units = useQuery(api.unit.list.queryOptions())
  const [chosen, choose] = useState<Chosen>()
  const row = people.data?.find(({ id }) => id === chosen)
  const unitName = (id: string | null): string => units.data?.find((unit) => unit.id === id)?.name ?? ''
  const columns: readonly Column<PersonRow>[] = [
    { key: 'name', title: '姓名', width: 'minmax(140px, 1fr)', render: (row) => <RosterName row={row} /> },
    { key: 'unit', title: '单位', width: 'minmax(160px, 2fr)', render: ({ unit }) => unitName(unit) },
    { key: 'post', title: '职务', width: 'minmax(90px, 1fr)', render: ({ post }) => post ?? '' },
  ]
  return (
    <RosterList
      name="people"
      label="人员"
      lead="检查人员的名单，检查时从这里选。签名要用本人在自己电脑上的工作区。"
      columns={columns}
      page={onePage(people)}
      chosen={chosen}
      onChoose={choose}
      form={
        <>
          <PersonForm key={chosen} person={row} units={units.data ?? []} onSaved={choose} />
          {row !== undefined && <Joined noun="person" row={row} others={people.data ?? []} onChoose={choose} />}
          {row !== undefined && <HistoryButton entity="person" id={row.id} />}
        </>
      }
    />
  )
}
