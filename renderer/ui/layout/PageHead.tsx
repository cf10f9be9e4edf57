import type { ReactNode } from 'react'
import './pageHead.css'

/** The head of every screen: its name, a quiet line about it, and its few actions at the right. */
export type PageHeadProps = {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
}

export function PageHead({ title, note, actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-head-words">
        <h1 className="page-title">{title}</h1>
        {note !== undefined && <div className="page-note">{note}</div>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  )
}
