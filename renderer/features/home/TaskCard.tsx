import type { ReactNode } from 'react'
import './home.css'

/** One kind of work that waits, its count, and its first few pieces; or, last and in a line, that none waits. */
export type TaskCardProps = {
  readonly title: string
  /** How many there are, where the list shows only the first. */
  readonly total?: number
  readonly none: string
  /** The way to all of them, where the list shows only the first. */
  readonly more?: ReactNode
  readonly children: readonly ReactNode[]
}

export function TaskCard({ title, total, none, more, children }: TaskCardProps) {
  if (children.length === 0) {
    return (
      <section className="task task-quiet" aria-label={title}>
        <h2 className="task-title">{title}</h2>
        <p className="task-none">{none}</p>
      </section>
    )
  }
  return (
    <section className="task" aria-label={title}>
      <h2 className="task-title task-head">
        {title}
        <span className="task-count">{total ?? children.length}</span>
      </h2>
      <ul className="task-list">{children}</ul>
      {total !== undefined && total > children.length && more !== undefined && <p className="task-more">{more}</p>}
    </section>
  )
}
