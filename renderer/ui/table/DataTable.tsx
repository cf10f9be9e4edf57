import { useVirtualizer } from '@tanstack/react-virtual'
import { Spin } from 'antd'
import { useEffect, useEffectEvent, useId, useRef, useState, type MouseEvent, type ReactNode } from 'react'
import type { Problem } from '../../../electron/contract/problem/problem.ts'
import { ProblemNotice } from '../ProblemNotice.tsx'
import { useCommands, type Command } from '../Commands.tsx'
import { useEnter } from '../layout/Split.tsx'
import { between, pickByClick, type Picking } from './picking.ts'
import { onTableKey } from './tableKeys.ts'
import './dataTable.css'

/**
 * The one table: rows come in pages from the host, only those in sight are drawn, ↑ ↓ Home End PageUp PageDown move, Enter opens.
 *
 *   <DataTable label="问题" columns={columns} page={page} chosen={id} onChoose={open} empty={<EmptyState …/>} />
 *
 * `page` is what `usePages` of api/pages.ts gives or, of a short list, `onePage` of api/queries.ts. Choosing follows the
 * arrow keys, so the detail beside it does too.
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
  /** Another list begins at its top. */
  readonly list?: string
  /** All rows there are; of a long list only those in sight are at hand. An array is one. */
  readonly rows: {
    readonly length: number
    at(index: number): Row | undefined
    /** Among those at hand; -1 where there is none. */
    findIndex(is: (row: Row) => boolean): number
  }
  readonly pending: boolean
  readonly problem: Problem | undefined
  /** Hears which rows are drawn, so that they can be read. */
  readonly onSight?: (first: number, last: number) => void
}

export type DataTableProps<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly page: TablePage<Row>
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  /** Enter and double click; by default into what stands beside the list. */
  readonly onOpen?: (id: string) => void
  /** The list stands alone and what it opens takes its place: a click opens too, or it would seem to do nothing. */
  readonly clickOpens?: boolean
  /** One comes back to it from what it had opened: the focus with them. */
  readonly returning?: boolean
  /** Where several rows can be picked beside the chosen one. */
  readonly picking?: Picking
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
  return <Rows key={page.list} {...props} />
}

const rowHeight = 38
const headHeight = 34

function Rows<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { label, columns, page, chosen, onChoose, onOpen, clickOpens = false, returning = false, picking } = props
  const { rows, onSight } = page
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The head stands above the rows, and they are scrolled below it.
    scrollPaddingEnd: headHeight,
  })
  const items = virtual.getVirtualItems()
  const first = items.at(0)?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onSight?.(first, last), [first, last, onSight])

  const choice = useChoice(rows, chosen, onChoose)
  const { extent, setExtent } = useExtent(chosen)
  const at = extent?.to ?? choice.at
  const goTo = (index: number): void => {
    setExtent(undefined)
    choice.choose(index)
    virtual.scrollToIndex(index)
  }
  const extendTo = (to: number): void => {
    const from = extent?.from ?? choice.at
    setExtent({ from, to })
    picking?.onRange(...between(from, to))
    virtual.scrollToIndex(to)
  }
  useCommands(picking === undefined ? [] : pickingCommands(picking, rows.length))
  const enter = useEnter()
  const open = (): void => {
    const id = chosen ?? rows.at(choice.at)?.id
    if (id === undefined) return
    if (chosen === undefined) onChoose(id)
    if (onOpen === undefined) enter?.()
    else onOpen(id)
  }
  useEffect(() => {
    if (returning) frame.current?.focus()
  }, [returning])
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
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at < first || at > last ? undefined : `${id}-${at}`}
        aria-multiselectable={picking !== undefined}
        onClick={(event) => {
          setExtent(undefined)
          if (!pickByClick(event, picking, choice.at)) atRow(event, clickOpens ? onOpen : onChoose)
        }}
        onDoubleClick={(event) => atRow(event, onOpen)}
        onKeyDown={(event) =>
          onTableKey(event, {
            ...{ at, count: rows.length, goTo, open },
            extendTo: picking && extendTo,
            pick: picking && (() => picking.onToggle(rows.at(choice.at)?.id ?? '')),
          })
        }
      >
        <div className="table-head" role="row" aria-rowindex={1} style={{ ...tracks, height: headHeight }}>
          {columns.map(({ key, title, align }) => (
            <div key={key} role="columnheader" className={align === 'end' ? 'table-end' : undefined}>
              {title}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows.at(index)
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                className="table-row"
                aria-rowindex={index + 2}
                aria-selected={index === choice.chosenAt || (row !== undefined && picking?.picked.has(row.id) === true)}
                aria-busy={row === undefined}
                style={{ ...tracks, height: rowHeight, transform: `translateY(${start}px)` }}
                data-row={row?.id}
                data-current={index === at}
              >
                {row === undefined ? (
                  <div role="gridcell" className="table-coming" aria-colspan={columns.length}>
                    第 {index + 1} 条，正在读取…
                  </div>
                ) : (
                  columns.map(({ key, align, render }) => (
                    <div key={key} role="gridcell" className={align === 'end' ? 'table-end' : undefined}>
                      {render(row)}
                    </div>
                  ))
                )}
              </div>
            )
          })}
        </div>
      </div>
      <p className="table-count">{countText(rows.length, virtual.range)}</p>
    </div>
  )
}

/** Of a list that is longer than the frame, where one is in it. */
function countText(count: number, seen: { readonly startIndex: number; readonly endIndex: number } | null): string {
  if (seen === null || seen.endIndex - seen.startIndex + 1 >= count) return `共 ${count} 条`
  return `共 ${count} 条，现在是第 ${seen.startIndex + 1} 至 ${seen.endIndex + 1} 条`
}

/**
 * Where the chosen row stands, also while it is out of sight and not at hand; and choosing a row by its place, which waits
 * until the row has been read.
 */
function useChoice<Row extends { readonly id: string }>(
  rows: TablePage<Row>['rows'],
  chosen: string | undefined,
  onChoose: (id: string) => void,
) {
  const [known, setKnown] = useState({ id: chosen, at: -1, last: -1 })
  const [wanted, setWanted] = useState<number>()
  const found = chosen === undefined ? -1 : placeOf(rows, chosen, known.id === chosen ? known.at : -1)
  const last = found < 0 ? known.last : found
  if (found !== known.at || chosen !== known.id) setKnown({ id: chosen, at: found, last })
  const awaited = wanted === undefined ? undefined : rows.at(wanted)?.id
  if (awaited !== undefined && awaited === chosen) setWanted(undefined)
  const chooseAwaited = useEffectEvent(onChoose)
  useEffect(() => {
    if (awaited !== undefined) chooseAwaited(awaited)
  }, [awaited])
  const choose = (index: number): void => {
    const row = rows.at(index)
    setWanted(row === undefined ? index : undefined)
    if (row !== undefined) onChoose(row.id)
  }
  // Where nothing is chosen any more, the keys go on from the row that was chosen last.
  return { at: wanted ?? (found < 0 ? last : found), chosenAt: wanted ?? found, choose }
}

/** From where to where Shift has picked, until something else is chosen. */
function useExtent(chosen: string | undefined) {
  const [extent, setExtent] = useState<{
    readonly from: number
    readonly to: number
    readonly of: string | undefined
  }>()
  return {
    extent: extent?.of === chosen ? extent : undefined,
    setExtent: (next: { readonly from: number; readonly to: number } | undefined) =>
      setExtent(next && { ...next, of: chosen }),
  }
}

function pickingCommands({ picked, onRange, onClear }: Picking, count: number): readonly Command[] {
  return [
    { id: 'list.all', label: '全选', keys: 'Ctrl+A', notTyping: true, run: () => onRange(0, count - 1) },
    ...(picked.size === 0 ? [] : [{ id: 'list.none', label: '取消选择', keys: 'Esc', run: onClear }]),
  ]
}

/** A row that is not at hand is taken to be where it was. */
function placeOf<Row extends { readonly id: string }>(
  rows: TablePage<Row>['rows'],
  id: string,
  before: number,
): number {
  const there = before < 0 ? undefined : rows.at(before)
  if (there?.id === id) return before
  const found = rows.findIndex((row) => row.id === id)
  return found < 0 && there === undefined ? before : found
}

/** The frame answers for all its rows, to the mouse as to the keyboard. */
function atRow({ target }: MouseEvent, act: ((id: string) => void) | undefined): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  if (row?.dataset['row'] !== undefined) act?.(row.dataset['row'])
}
