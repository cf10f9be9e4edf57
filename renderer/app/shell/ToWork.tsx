import { Navigate } from '@tanstack/react-router'

/** Where the bare address leads. */
export function ToWork() {
  return <Navigate to="/work" replace />
}
