import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import './split.css'

/**
 * A list with the chosen one beside it; the line between them moves by mouse and by ← →, and keeps its place.
 *
 *   <Split name="findings" list={<DataTable …/>} detail={chosen ? <FindingDetail …/> : undefined} />
 *
 * Without `detail` the list has the whole width.
 */
export type SplitProps = {
  /** Under which this machine's browser remembers the place of the line. */
  readonly name: string
  readonly list: ReactNode
  readonly detail: ReactNode | undefined
  readonly detailLabel: string
  /** Width of the list in per cent until a person moves the line. */
  readonly initial?: number
}

export function Split({ name, list, detail, detailLabel, initial = 42 }: SplitProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(() => remembered(name) ?? initial)
  const move = (to: number): void => {
    const next = Math.round(Math.min(most, Math.max(least, to)))
    setShare(next)
    localStorage.setItem(keyOf(name), String(next))
  }
  const isAlone = detail === undefined
  // The list stays the same element with and without a detail: its place, its search and its focus are kept.
  return (
    <div
      className="split"
      ref={frame}
      style={{ gridTemplateColumns: isAlone ? 'minmax(0, 1fr)' : `${share}fr 1px ${100 - share}fr` }}
    >
      <div className="split-side">{list}</div>
      {!isAlone && (
        <>
          {/* A separator that takes focus is a widget of its own: WAI-ARIA, window splitter. */}
          <div
            className="split-line"
            role="separator"
            tabIndex={0}
            aria-label="列表宽度"
            aria-orientation="vertical"
            aria-valuemin={least}
            aria-valuemax={most}
            aria-valuenow={share}
            onKeyDown={(event) => nudge(event, share, move)}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => drag(event, frame.current, move)}
          />
          <section className="split-side" aria-label={detailLabel}>
            {detail}
          </section>
        </>
      )}
    </div>
  )
}

const least = 25
const most = 70
const keyOf = (name: string): string => `mingcha.split.${name}`

function remembered(name: string): number | undefined {
  const value = Number(localStorage.getItem(keyOf(name)))
  return value >= least && value <= most ? value : undefined
}

function nudge(event: KeyboardEvent, share: number, move: (to: number) => void): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  event.preventDefault()
  move(share + (event.key === 'ArrowLeft' ? -2 : 2))
}

function drag(event: PointerEvent, frame: HTMLElement | null, move: (to: number) => void): void {
  if (frame === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return
  const { left, width } = frame.getBoundingClientRect()
  move(((event.clientX - left) / width) * 100)
}
