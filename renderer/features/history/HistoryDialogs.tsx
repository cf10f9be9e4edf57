import { useState, type ReactNode } from 'react'
import { HistoryOpener, type HistoryOf } from '../../ui/HistoryButton.tsx'
import { History } from './History.tsx'

/** Stands around the pages: any of them can show the history of a record. */
export function HistoryDialogs({ children }: { readonly children: ReactNode }) {
  const [shown, show] = useState<HistoryOf>()
  return (
    <HistoryOpener value={show}>
      {children}
      {shown !== undefined && <History {...shown} onClose={() => show(undefined)} />}
    </HistoryOpener>
  )
}
