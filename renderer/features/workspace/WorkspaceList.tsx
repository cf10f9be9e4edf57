import { Radio } from 'antd'
import { Controller, type Control } from 'react-hook-form'
import { beijingDay } from '../../../electron/contract/beijing.ts'
import type { DemoPart, WorkspaceKind } from '../../../electron/contract/workspace.ts'
import { kindNames } from './words.ts'

export type ListedWorkspace = {
  readonly id: string
  readonly name: string
  readonly kind: WorkspaceKind
  readonly drill: boolean
  readonly demoPart: DemoPart | null
  readonly createdAt: string
}

type WorkspaceListProps = {
  readonly control: Control<{ id: string; password: string }>
  readonly workspaces: readonly ListedWorkspace[]
}

/** The workspaces of this machine, one chosen. */
export function WorkspaceList({ control, workspaces }: WorkspaceListProps) {
  return (
    <Controller
      control={control}
      name="id"
      render={({ field }) => (
        <fieldset className="workspaces">
          <legend className="field-label">本机的工作区</legend>
          <Radio.Group {...field} name={field.name}>
            {workspaces.map((workspace) => (
              <Radio key={workspace.id} value={workspace.id} className="workspace">
                <span className="workspace-name">{workspace.name}</span>
                {workspace.drill && <span className="mark mark-drill">演练</span>}
                <span className="workspace-note">
                  {kindNames[workspace.kind]} · {beijingDay(workspace.createdAt)} 建立
                </span>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      )}
    />
  )
}
