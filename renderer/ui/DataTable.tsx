import { useVirtualizer } from '@tanstack/react-virtual'
import { Spin } from 'antd'
import { useEffect, useId, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import type { Problem } from '../../electron/contract/problem.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import './dataTable.css'

/**
 * The one table: rows come in pages from the host, only those in sight are drawn, ↑ ↓ Home End PageUp PageDown move, Enter opens.
 *
 *   <DataTable label="问题" columns={columns} page={page} chosen={id} onChoose={open} empty={<EmptyState …/>} />
 *
 * `page` is what `usePaged` of api/queries.ts gives. Choosing follows the arrow keys, so the detail beside it does too.
 */
export type Column<Row> = {
  readonly key: string
  readonly title: string
  /** A track of CSS grid: '96px', 'minmax(160px, 2fr)'. */
  readonly width: string
  readonly align?: 'end'
  readonly render: (row: Row) => ReactNode
}

export type TablePage<Row> = {
  readonly rows: readonly Row[]
  /** All rows the host has, where it says so. */
  readonly total?: number | undefined
  readonly pending: boolean
  readonly problem: Problem | undefined
  /** Asks for the next page; absent when there is none or it is on its way. */
  readonly more?: (() => void) | undefined
}

export type DataTableProps<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly page: TablePage<Row>
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  /** Enter and double click; by default nothing more than choosing. */
  readonly onOpen?: (id: string) => void
  /** The list stands alone and what it opens takes its place: a click opens too, or it would seem to do nothing. */
  readonly clickOpens?: boolean
  readonly empty: ReactNode
}

export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { page, label, empty } = props
  if (page.problem !== undefined) {
    return (
      <div className="table-message">
        <ProblemNotice problem={page.problem} />
      </div>
    )
  }
  if (page.pending) {
    return (
      <output className="table-message table-wait">
        <Spin size="small" /> 正在读取{label}…
      </output>
    )
  }
  if (page.rows.length === 0) return <>{empty}</>
  return <Rows {...props} />
}

const rowHeight = 38
const rowsAhead = 20

function Rows<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { label, columns, page, chosen, onChoose, onOpen, clickOpens = false } = props
  const { rows, total, more } = page
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastShown >= rows.length - rowsAhead) more?.()
  }, [lastShown, rows.length, more])

  const chosenIndex = rows.findIndex((row) => row.id === chosen)
  const goTo = (index: number): void => {
    const row = rows[index]
    if (row === undefined) return
    onChoose(row.id)
    virtual.scrollToIndex(index)
  }
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  return (
    <div className="table">
      {/* WAI-ARIA grid: the frame holds the focus and the keys. */}
      <div
        ref={frame}
        className="table-frame"
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        aria-activedescendant={chosenIndex < 0 ? undefined : `${id}-${chosenIndex}`}
        onClick={(event) => atRow(event, clickOpens ? onOpen : onChoose)}
        onDoubleClick={(event) => atRow(event, onOpen)}
        onKeyDown={(event) =>
          onKey(event, { at: chosenIndex, count: rows.length, goTo, open: () => onOpen?.(chosen ?? '') })
        }
      >
        <div className="table-head" role="row" aria-rowindex={1} style={tracks}>
          {columns.map(({ key, title, align }) => (
            <div key={key} role="columnheader" className={align === 'end' ? 'table-end' : undefined}>
              {title}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <div
                key={row.id}
                id={`${id}-${index}`}
                role="row"
                className="table-row"
                aria-rowindex={index + 2}
                aria-selected={row.id === chosen}
                style={{ ...tracks, height: rowHeight, transform: `translateY(${start}px)` }}
                data-row={row.id}
              >
                {columns.map(({ key, align, render }) => (
                  <div key={key} role="gridcell" className={align === 'end' ? 'table-end' : undefined}>
                    {render(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      <p className="table-count">
        {total !== undefined && total > rows.length
          ? `共 ${total} 条，已读取 ${rows.length} 条`
          : `共 ${rows.length} 条`}
      </p>
    </div>
  )
}

/** The frame answers for all its rows, to the mouse as to the keyboard. */
function atRow({ target }: MouseEvent, act: ((id: string) => void) | undefined): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  if (row?.dataset['row'] !== undefined) act?.(row.dataset['row'])
}

type Place = {
  readonly at: number
  readonly count: number
  readonly goTo: (index: number) => void
  readonly open: () => void
}

const pageRows = 12

function onKey(event: KeyboardEvent, { at, count, goTo, open }: Place): void {
  const target = moved(event.key, at, count)
  if (event.key === 'Enter' && at >= 0) open()
  else if (target !== undefined) goTo(Math.min(count - 1, Math.max(0, target)))
  else return
  event.preventDefault()
}

function moved(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + pageRows
    case 'PageUp':
      return at - pageRows
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
