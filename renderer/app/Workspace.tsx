import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { Toasts } from '../ui/Toasts.tsx'
import { createAppRouter } from './routes.ts'
import { SavedNote } from './SavedNote.tsx'

/** The open workspace: its address is read when it is opened, after the code has left the address bar. */
export function Workspace() {
  const [router] = useState(createAppRouter)
  return (
    <Toasts>
      <RouterProvider router={router} />
      <SavedNote />
    </Toasts>
  )
}
