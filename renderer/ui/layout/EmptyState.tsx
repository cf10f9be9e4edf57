import type { ReactNode } from 'react'
import './emptyState.css'

/** What an empty list is for, one main button, and where to read more: `<EmptyState title=… text=… action=… />`. */
export type EmptyStateProps = {
  readonly title: string
  readonly text: ReactNode
  readonly action?: ReactNode
}

export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="empty-text">{text}</p>
      {action !== undefined && <div className="empty-action">{action}</div>}
    </div>
  )
}
