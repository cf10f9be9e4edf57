import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import type { currentWorkspaceSchema } from '../../electron/contract/workspace.ts'
import { api } from './client.ts'

export type CurrentWorkspace = z.infer<typeof currentWorkspaceSchema>

/** The open workspace and who is here; every screen inside the shell has one. */
export function useWorkspace(): CurrentWorkspace {
  const { data } = useQuery(api.workspace.current.queryOptions())
  if (data === undefined) throw new Error('no screen is shown before a workspace is open')
  return data
}
