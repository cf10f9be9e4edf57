import type { MouseEvent } from 'react'

/** Several rows at once: Ctrl with a click or the space bar adds and takes out one, Shift with a click or a key all up to it, Ctrl+A all. */
export type Picking = {
  readonly picked: ReadonlySet<string>
  readonly onToggle: (id: string) => void
  /** Both ends included; some rows between may not have been read. */
  readonly onRange: (from: number, to: number) => void
  readonly onClear: () => void
}

/** Whether the click was for picking; a plain one ends it. `at`: where a range begins. */
export function pickByClick(event: MouseEvent, picking: Picking | undefined, at: number): boolean {
  if (picking === undefined) return false
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
  const id = row?.dataset['row']
  if (row === null || id === undefined) return false
  if (event.ctrlKey || event.metaKey) picking.onToggle(id)
  else if (event.shiftKey) picking.onRange(...between(at, Number(row.getAttribute('aria-rowindex')) - 2))
  else {
    picking.onClear()
    return false
  }
  return true
}

export function between(one: number, other: number): readonly [number, number] {
  return one < 0 ? [other, other] : [Math.min(one, other), Math.max(one, other)]
}
