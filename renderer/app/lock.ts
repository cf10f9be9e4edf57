import type { QueryClient } from '@tanstack/react-query'
import { api, client } from '../api/client.ts'
import { keepAll } from '../api/leaving.ts'

/** Keeps what is typed, locks the workspace, and forgets everything that the window has read. */
export async function lockWindow(queries: QueryClient): Promise<void> {
  await keepAll()
  // A question under way would be answered by a store that is closing.
  await queries.cancelQueries()
  await client.workspace.lock()
  await forget(queries)
}

/** Nothing that the window has read stays behind the first page. */
async function forget(queries: QueryClient): Promise<void> {
  await queries.resetQueries({ queryKey: api.workspace.key() })
  queries.removeQueries({ predicate: ({ queryKey: [path] }) => path !== 'session' && !isWorkspace(path) })
  queries.getMutationCache().clear()
}

function isWorkspace(path: unknown): boolean {
  return Array.isArray(path) && path[0] === 'workspace'
}
