import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import { can, type Capability } from '../../electron/contract/capability.ts'
import { demoPassword, type currentWorkspaceSchema } from '../../electron/contract/workspace.ts'
import { api } from './client.ts'

export type CurrentWorkspace = z.infer<typeof currentWorkspaceSchema>

/** The open workspace and who is here; every screen inside the shell has one. */
export function useWorkspace(): CurrentWorkspace {
  const { data } = useQuery(api.workspace.current.queryOptions())
  if (data === undefined) throw new Error('no screen is shown before a workspace is open')
  return data
}

/** What stands beside a field that asks for a password of the 演练; undefined in real work. */
export function useDemoPassword(): string | undefined {
  return useWorkspace().demoPart === null ? undefined : demoPasswordHint
}
export const demoPasswordHint = `演练的密码是 ${demoPassword}`

/** Whether the person here has one of these: the host asks the same table again. */
export function useCan(...capabilities: readonly Capability[]): boolean {
  const { roles } = useWorkspace().person
  return capabilities.some((capability) => can(roles, capability))
}
