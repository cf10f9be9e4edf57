import { hashKey, useQueries, type QueryFunction, type QueryKey } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../electron/contract/problem/problem.ts'
import { shownProblem } from './queries.ts'

/**
 * A list of any length: only the first page and those in view are asked for, wherever the scrollbar stands, and only they
 * are asked for again after a commit.
 *
 *   const page = usePages({
 *     of: (at) => api.visit.page.queryOptions({ input: at }),
 *     rowsOf: ({ visits }) => visits,
 *   })
 *   <DataTable page={page} … />
 *
 * Whatever else the question asks for makes it another list, which begins at its top.
 */
export function usePages<Answer extends { readonly total: number }, Row>(list: {
  readonly of: (at: { readonly offset: number; readonly limit: number }) => Question<Answer>
  readonly rowsOf: (answer: Answer) => readonly Row[]
}): Pages<Row> {
  const questionOf = (page: number) => list.of({ offset: page * pageLength, limit: pageLength })
  const key = hashKey(questionOf(0).queryKey)
  const { inSight, onSight } = useSight(key)
  const numbers = [...new Set([0, ...inSight])]
  // What has gone out of view is soon forgotten: a hundred thousand rows would fill the window's memory.
  const answers = useQueries({ queries: numbers.map((page) => ({ ...questionOf(page), gcTime: keptMilliseconds })) })
  const newest = answers.toSorted((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0]?.data
  const pages = new Map(numbers.map((page, n) => [page, answers[n]?.data]))
  const rowsOfPage = (page: number): readonly Row[] => {
    const answer = pages.get(page)
    return answer === undefined ? [] : list.rowsOf(answer)
  }
  return {
    list: key,
    rows: {
      length: newest?.total ?? 0,
      at: (index) => rowsOfPage(Math.floor(index / pageLength))[index % pageLength],
      findIndex: (is) => {
        for (const page of numbers) {
          const place = rowsOfPage(page).findIndex(is)
          if (place >= 0) return page * pageLength + place
        }
        return -1
      },
    },
    pending: newest === undefined && answers[0]?.isPending === true,
    problem: shownProblem(answers[0]?.error ?? null, newest),
    onSight,
  }
}

type Question<Answer> = { readonly queryKey: QueryKey; readonly queryFn: QueryFunction<Answer> }

/** The same as `TablePage` of ui/DataTable. */
type Pages<Row> = {
  readonly list: string
  readonly rows: {
    readonly length: number
    at(index: number): Row | undefined
    findIndex(is: (row: Row) => boolean): number
  }
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onSight: (first: number, last: number) => void
}

const pageLength = 100
/** Rows before and behind those in view that are read with them. */
const rowsAround = 30
/** What a moving scrollbar leaves again before this is not asked for. */
const settleMilliseconds = 80
const keptMilliseconds = 60_000

/** The pages in view: at once where the eye stands still, and as it were in steps while it moves. */
function useSight(list: string) {
  const [visible, setVisible] = useState<VisibleRange>({ list, first: 0, last: 0 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(visible)
  const settle = useCallback(() => {
    timer.current = undefined
    setVisible((shown) => (isSame(shown, latest.current) ? shown : latest.current))
  }, [])
  const onSight = useCallback(
    (first: number, last: number) => {
      latest.current = { list, first: pageOf(Math.max(0, first - rowsAround)), last: pageOf(last + rowsAround) }
      timer.current ??= setTimeout(settle, settleMilliseconds)
    },
    [list, settle],
  )
  useEffect(() => () => clearTimeout(timer.current), [])
  const { first, last } = visible.list === list ? visible : { first: 0, last: 0 }
  return { inSight: Array.from({ length: last - first + 1 }, (_, n) => first + n), onSight }
}

type VisibleRange = { readonly list: string; readonly first: number; readonly last: number }

function pageOf(row: number): number {
  return Math.floor(row / pageLength)
}

function isSame(a: VisibleRange, b: VisibleRange): boolean {
  return a.list === b.list && a.first === b.first && a.last === b.last
}
