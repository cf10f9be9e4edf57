import { useMatches } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { HelpPage } from '../../../electron/contract/desk/help.ts'
import { HelpIndex } from '../../features/help/HelpIndex.tsx'
import { HelpText } from '../../features/help/HelpText.tsx'
import { useCommands } from '../../ui/Commands.tsx'
import './helpPanel.css'

/** F1: help beside the screen it is about, which stays as it is. */
export function HelpPanel({ onClose }: { readonly onClose: () => void }) {
  const here = useMatches({ select: (matches) => matches.at(-1)?.staticData.help ?? 'start' })
  const [chosen, choose] = useState<{ readonly page: HelpPage; readonly at: HelpPage }>()
  // It follows the screen; a page that was chosen stays until the screen is about something else.
  const page = chosen?.at === here ? chosen.page : here
  const setPage = (to: HelpPage): void => choose({ page: to, at: here })
  const close = useRef<HTMLButtonElement>(null)
  // Whoever asked for help reads on here; Esc goes back.
  useEffect(() => {
    close.current?.focus()
  }, [])
  useCommands([{ id: 'help.close', label: '关闭帮助', keys: 'Esc', group: '窗口', run: onClose }])
  return (
    <aside className="help-panel" aria-label="帮助">
      <div className="help-panel-head">
        <HelpIndex page={page} onPage={setPage} />
        <Button ref={close} size="small" onClick={onClose} aria-keyshortcuts="Escape">
          关闭
        </Button>
      </div>
      <HelpText page={page} onPage={setPage} />
    </aside>
  )
}
