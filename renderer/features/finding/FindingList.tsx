import { Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { inspectionModes } from '../../../electron/contract/catalogue/inspection.ts'
import { api } from '../../api/client.ts'
import { useCan } from '../../api/workspace.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../ui/table/DataTable.tsx'
import { EmptyState } from '../../ui/layout/EmptyState.tsx'
import { clearing } from '../../ui/Icons.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { PickedFindings } from './PickedFindings.tsx'
import { usePickedFindings } from './usePickedFindings.ts'
import { FindingState } from './FindingState.tsx'
import { severityName, severityOptions, type FindingView } from './words.ts'
import './finding.css'

type FindingListProps = {
  readonly visit: string | undefined
  readonly unit: string | undefined
  readonly text: string | undefined
  /** A filter that the way here asked for. */
  readonly state: FindingFilterState | undefined
  readonly chosen: string | undefined
  /** A detail stands beside the list: fewer columns. */
  readonly narrow: boolean
  readonly onChoose: (id: string) => void
  /** Into the form, at the first field that is missing. */
  readonly onMissing: (id: string) => void
  /** What an empty list offers. */
  readonly start: ReactNode
}

/** Findings of all visits, newest first, found by any two characters of what was written. */
export function FindingList(props: FindingListProps) {
  const { visit, unit, chosen, narrow, onChoose, onMissing, start } = props
  const [text, setText] = useState(props.text ?? '')
  const [filter, setFilter] = useState<Filter>(props.state === undefined ? {} : { state: props.state })
  const input = { ...filter, ...(text !== '' && { text }), ...(visit && { visit }), ...(unit && { unit }) }
  const page = usePages({
    of: (at) => api.finding.list.queryOptions({ input: { ...input, ...at } }),
    rowsOf: ({ findings }) => findings,
  })
  const picking = usePickedFindings(input, chosen)
  const canRecord = useCan('recordInspection')
  const filtered = text !== '' || Object.keys(filter).length > 0
  return (
    <div className="finding-list">
      <div className="finding-filters">
        <SearchBox label="查找问题" value={text} onSearch={setText} />
        <FilterSelect label="方式" options={modeOptions} onChange={(mode) => setFilter(withFilter(filter, { mode }))} />
        <FilterSelect
          label="程度"
          options={severityOptions}
          onChange={(grade) =>
            setFilter(withFilter(filter, { severity: grade === undefined ? undefined : Number(grade) }))
          }
        />
        <FilterSelect
          label="状态"
          options={stateOptions}
          initial={props.state}
          onChange={(state) => setFilter(withFilter(filter, { state }))}
        />
      </div>
      <PickedFindings picking={picking} />
      <DataTable
        label="问题"
        columns={columns(narrow, onMissing)}
        page={page}
        chosen={chosen}
        onChoose={onChoose}
        onOpen={onMissing}
        {...(canRecord && { picking })}
        empty={filtered ? <EmptyState title="没有符合的问题" text="换两个字，或者去掉一个筛选条件再看。" /> : start}
      />
    </div>
  )
}

export type FindingFilterState = '缺项' | '冲突'

type Filter = {
  readonly mode?: (typeof inspectionModes)[number]
  readonly severity?: number
  readonly state?: FindingFilterState
}

/** A filter that is cleared is absent. */
function withFilter(filter: Filter, change: { readonly [K in keyof Filter]?: Filter[K] | undefined }): Filter {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined)
  // The same names, without the cleared ones.
  return Object.fromEntries(entries) as Filter
}

const modeOptions = inspectionModes.map((mode) => ({ value: mode, label: mode }))
const stateOptions = [
  { value: '缺项', label: '有缺项' },
  { value: '冲突', label: '有冲突' },
] as const

type FilterSelectProps<V extends string> = {
  readonly label: string
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly initial?: V | undefined
  readonly onChange: (value: V | undefined) => void
}

function FilterSelect<V extends string>({ label, options, initial, onChange }: FilterSelectProps<V>) {
  return (
    <Select<V>
      allowClear={clearing}
      aria-label={label}
      placeholder={label}
      defaultValue={initial ?? null}
      options={[...options]}
      onChange={onChange}
    />
  )
}

function columns(narrow: boolean, onMissing: (id: string) => void): readonly Column<FindingView>[] {
  const all: readonly (Column<FindingView> & { readonly wide?: boolean })[] = [
    { key: 'number', title: '编号', width: narrow ? '104px' : '120px', render: ({ number }) => number },
    { key: 'title', title: '标题', width: 'minmax(80px, 3fr)', render: ({ title }) => title ?? '（未写标题）' },
    { key: 'unit', title: '单位', width: 'minmax(120px, 2fr)', wide: true, render: ({ unitName }) => unitName },
    { key: 'branch', title: '分类', width: '84px', wide: true, render: ({ branch }) => branch },
    { key: 'mode', title: '方式', width: '64px', wide: true, render: ({ mode }) => mode },
    { key: 'day', title: '发生日期', width: '104px', wide: true, render: ({ occurredOn }) => occurredOn ?? '' },
    { key: 'severity', title: '程度', width: '68px', render: ({ severity }) => severityName(severity) },
    { key: 'evidence', title: '证据', width: '56px', wide: true, align: 'end', render: ({ evidence }) => evidence },
    {
      key: 'state',
      title: '状态',
      width: '84px',
      render: (row) => <FindingState finding={row} onMissing={() => onMissing(row.id)} />,
    },
  ]
  return narrow ? all.filter(({ wide }) => wide !== true) : all
}
