import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import './tabSheet.css'

/**
 * A few sheets of which one is seen. ← → Home End turn to another (WAI-ARIA, tabs with automatic activation); what is not
 * seen is not mounted. The library's own tabs read out "Tab 1 of 2".
 *
 *   <TabSheet label="数据包" sheets={[{ key: 'packages', title: '全部数据包', content: <Packages /> }, …]} />
 */
export type TabSheetProps = {
  readonly label: string
  readonly sheets: readonly { readonly key: string; readonly title: string; readonly content: ReactNode }[]
}

export function TabSheet({ label, sheets }: TabSheetProps) {
  const id = useId()
  const [at, turnTo] = useState(0)
  const seen = sheets[at]
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const to = turned(event.key, at, sheets.length)
    if (to === undefined) return
    event.preventDefault()
    turnTo(to)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]').item(to).focus()
  }
  return (
    <div className="tab-sheet">
      {/* The list answers for its tabs; only the chosen one takes the focus. */}
      <div role="tablist" tabIndex={-1} aria-label={label} className="tab-list" onKeyDown={onKeyDown}>
        {sheets.map(({ key, title }, index) => (
          <button
            key={key}
            id={`${id}-${key}`}
            type="button"
            role="tab"
            className="tab"
            tabIndex={index === at ? 0 : -1}
            aria-selected={index === at}
            aria-controls={index === at ? `${id}-sheet` : undefined}
            onClick={() => turnTo(index)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-sheet`} role="tabpanel" aria-labelledby={`${id}-${seen?.key}`} key={seen?.key}>
        {seen?.content}
      </div>
    </div>
  )
}

function turned(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count
    case 'ArrowLeft':
      return (at + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
