import type { KeyboardEvent } from 'react'

/** Where the keys of a table lead: ↑ ↓ PageUp PageDown Home End to a row, with Shift picking all on the way, Enter into it, space picks it. */
export type TableKeys = {
  /** The row they go from; -1 where none is chosen. */
  readonly at: number
  readonly count: number
  readonly goTo: (index: number) => void
  /** With Shift: all rows up to there, where several can be picked. */
  readonly extendTo?: ((index: number) => void) | undefined
  readonly open: () => void
  /** The space bar picks the row, where several can be picked. */
  readonly pick?: (() => void) | undefined
}

const pageRows = 12

export function onTableKey(event: KeyboardEvent, { at, count, goTo, extendTo, open, pick }: TableKeys): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const target = moved(event.key, at, count)
  if (event.key === 'Enter' && at >= 0) open()
  else if (event.key === ' ' && at >= 0 && pick !== undefined) pick()
  else if (target !== undefined) {
    const go = event.shiftKey && extendTo !== undefined ? extendTo : goTo
    go(Math.min(count - 1, Math.max(0, target)))
  } else return
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
