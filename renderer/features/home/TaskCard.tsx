import type { ReactNode } from 'react'
import './home.css'

/** One kind of work that waits, its count, and its first few pieces; or in a line that none waits. */
export type TaskCardProps = {
  readonly title: string
  /** How many there are, where the list shows only the first. */
  readonly total?: number
  readonly action?: ReactNode
  readonly none: string
  readonly children: readonly ReactNode[]
}

export function TaskCard({ title, total, action, none, children }: TaskCardProps) {
  const count = total ?? children.length
  return (
    <section className="task" aria-label={title}>
      <header className="task-head">
        <h2 className="task-title">
          {title}
          {count > 0 && <span className="task-count">{count}</span>}
        </h2>
        {action}
      </header>
      {children.length === 0 ? <p className="task-none">{none}</p> : <ul className="task-list">{children}</ul>}
    </section>
  )
}
