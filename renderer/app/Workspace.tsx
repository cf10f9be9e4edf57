import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { useWorkspace } from '../api/workspace.ts'
import { HistoryDialogs } from '../features/history/HistoryDialogs.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { createAppRouter } from './routes.ts'
import { SavedNote } from './shell/SavedNote.tsx'
import { useReadAhead } from './shell/useReadAhead.ts'

/** The open workspace: its address is read when it is opened, after the code has left the address bar. */
export function Workspace() {
  const { id } = useWorkspace()
  const [router] = useState(() => {
    leaveOthersAddress(id)
    return createAppRouter()
  })
  useReadAhead(router)
  return (
    <Toasts>
      <HistoryDialogs>
        <RouterProvider router={router} />
      </HistoryDialogs>
      <SavedNote />
    </Toasts>
  )
}

const lastKey = 'mingcha.lastWorkspace'

/** After locking one comes back to where one was; another workspace has no such record and begins at 工作台. */
function leaveOthersAddress(id: string): void {
  const last = sessionStorage.getItem(lastKey)
  if (last !== null && last !== id) history.replaceState(null, '', location.pathname)
  sessionStorage.setItem(lastKey, id)
}
