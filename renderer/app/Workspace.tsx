import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { newKeptForms } from '../api/keptForms.ts'
import { onLeaving } from '../api/leaving.ts'
import { enterWorkspace } from '../api/session.ts'
import { useWorkspace } from '../api/workspace.ts'
import { HistoryDialogs } from '../features/history/HistoryDialogs.tsx'
import { KeeperContext } from '../ui/form/keeping.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { createAppRouter } from './routes.ts'
import './rareFaces.css'
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
    <KeeperContext value={useKeeper(id)}>
      <Toasts>
        <HistoryDialogs>
          <RouterProvider router={router} />
        </HistoryDialogs>
        <SavedNote />
      </Toasts>
    </KeeperContext>
  )
}

function useKeeper(workspace: string) {
  const [keeper] = useState(() => newKeptForms(workspace))
  useEffect(() => {
    // Without it forms begin empty; the host's absence is told by the shell.
    keeper.read().catch(() => undefined)
    return onLeaving(keeper.write)
  }, [keeper])
  return keeper
}

/** After locking one comes back to where one was; another workspace has no such record and begins at 工作台. */
function leaveOthersAddress(id: string): void {
  const last = enterWorkspace(id)
  if (last !== null && last !== id) history.replaceState(null, '', location.pathname)
}
