import { Button } from 'antd'
import { createContext, useContext } from 'react'

/** A record of any noun. */
export type HistoryOf = { readonly entity: string; readonly id: string }

/** How the window shows what became of a record; it stands around every page. */
export const HistoryOpener = createContext<(record: HistoryOf) => void>(() => undefined)

/** 修改记录: beside every record, whatever its noun. */
export function HistoryButton({ entity, id, small = false }: HistoryOf & { readonly small?: boolean }) {
  const open = useContext(HistoryOpener)
  return (
    <Button {...(small && { size: 'small' as const })} onClick={() => open({ entity, id })}>
      修改记录
    </Button>
  )
}
