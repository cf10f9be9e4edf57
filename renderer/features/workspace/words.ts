import type { WorkspaceKind } from '../../../electron/contract/workspace.ts'

export const kindNames = { team: '检查组', headquarters: '总部' } as const satisfies Record<WorkspaceKind, string>
