import {
  createContext,
  useContext,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { useCommands } from '../Commands.tsx'
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
  /** Esc, and back to the row one came from; without it what stands beside the list stays. */
  readonly onClose?: () => void
  /** Width of the list in per cent until a person moves the line. */
  readonly initial?: number
}

export function Split({ name, list, detail, detailLabel, onClose, initial = 42 }: SplitProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(() => remembered(name) ?? initial)
  const move = (to: number): void => {
    const next = Math.round(Math.min(most, Math.max(least, to)))
    setShare(next)
    localStorage.setItem(keyOf(name), String(next))
  }
  const isAlone = detail === undefined
  const close = (): void => {
    onClose?.()
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus())
  }
  const closing = { id: 'split.close', label: '关闭右边，回到列表', keys: 'Esc', run: close }
  useCommands(isAlone || onClose === undefined ? [] : [closing])
  // The list stays the same element with and without a detail: its place, its search and its focus are kept.
  return (
    <div
      className="split"
      ref={frame}
      style={{ gridTemplateColumns: isAlone ? 'minmax(0, 1fr)' : `${share}fr 1px ${100 - share}fr` }}
    >
      <EnterContext value={() => enterDetail(frame)}>
        <div className="split-side">{list}</div>
      </EnterContext>
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

const EnterContext = createContext<(() => void) | undefined>(undefined)

/** Enter on a row goes into what stands beside the list. */
export function useEnter(): (() => void) | undefined {
  return useContext(EnterContext)
}

type Frame = RefObject<HTMLElement | null>

const fields = 'input:not([type=file], :disabled), textarea:not(:disabled), [role=combobox], button:not(:disabled)'

/** The first field of the form, else the first thing that can be done there; one that was just chosen comes with the next frame. */
function enterDetail(frame: Frame): void {
  requestAnimationFrame(() => {
    const detail = frame.current?.querySelector(':scope > section')
    const first = detail?.querySelector<HTMLElement>('form :is(input, textarea)') ?? detail?.querySelector(fields)
    if (first instanceof HTMLElement) first.focus()
  })
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
