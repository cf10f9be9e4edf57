import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useCan } from '../../api/workspace.ts'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { DataTable, type Column, type TablePage } from '../../ui/table/DataTable.tsx'
import { Split } from '../../ui/layout/Split.tsx'
import './roster.css'

/** Id of the record that is open beside the list; `new` is one that does not exist yet. */
export type Chosen = string | undefined

type RosterListProps<Row> = {
  readonly name: string
  readonly label: string
  readonly lead: string
  readonly columns: readonly Column<Row>[]
  readonly page: TablePage<Row>
  readonly chosen: Chosen
  readonly onChoose: (id: Chosen) => void
  readonly form: ReactNode
}

/** A small list with the chosen one's form beside it: units and people are kept the same way. */
export function RosterList<Row extends { readonly id: string }>(props: RosterListProps<Row>) {
  const { name, label, lead, columns, page, chosen, onChoose, form } = props
  const maySave = useCan('manageRoster', 'listLocally')
  const add = maySave ? (
    <Button type="primary" onClick={() => onChoose('new')}>
      添加{label}
    </Button>
  ) : undefined
  return (
    <div className="roster">
      <div className="roster-head">
        <p>{lead}</p>
        {page.rows.length > 0 && add}
      </div>
      <div className="roster-body">
        <Split
          name={name}
          onClose={() => onChoose(undefined)}
          initial={58}
          detailLabel={label}
          detail={chosen === undefined || !maySave ? undefined : <div className="roster-form">{form}</div>}
          list={
            <DataTable
              label={label}
              columns={columns}
              page={page}
              chosen={chosen}
              onChoose={onChoose}
              empty={<EmptyState title={`还没有${label}`} text={lead} action={add} />}
            />
          }
        />
      </div>
    </div>
  )
}
