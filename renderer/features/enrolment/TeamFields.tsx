import { useQuery } from '@tanstack/react-query'
import { type Control, useWatch } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { FormText } from '../../ui/form/FormInputs.tsx'
import { FormSelect } from '../../ui/form/FormSelect.tsx'

type TeamInput = {
  readonly team: string
  readonly teamName: string
  readonly campaign: string
  readonly unit: string
}

/** Chosen in the place of a team: one that is made with this enrolment. */
export const newTeam = 'new'
export const teamNameWanted = '检查组名称至少两个字'

/** Which team the computer works in, and where: what it records belongs to that team, what it made before too. */
export function TeamFields<T extends TeamInput, Output>({
  control: given,
}: {
  readonly control: Control<T, unknown, Output>
}) {
  // The form has more fields than these; none of them is touched here.
  const control = given as object as Control<TeamInput>
  const team = useWatch({ control, name: 'team' })
  const { data: teams = [] } = useQuery(api.team.list.queryOptions())
  const { data: campaigns = [] } = useQuery(api.campaign.list.queryOptions())
  const { data: units = [] } = useQuery(api.unit.list.queryOptions())
  return (
    <>
      <div className="form-pair">
        <FormSelect
          control={control}
          name="team"
          label="检查组"
          hint="这台电脑记录的检查属于这个组，登记以前的也算；别的组不能修改。"
          options={[
            { value: newTeam, label: '新建检查组' },
            ...teams.map(({ id, name, campaign }) => ({
              value: id,
              label: campaign === null ? name : `${name}（${campaign}）`,
            })),
          ]}
        />
        <FormSelect
          control={control}
          name="unit"
          label="检查范围"
          optional
          placeholder="全部单位"
          hint="选了单位，只把它和下级单位的名录发给这台电脑；另有任务的单位照发。"
          options={units.map(({ id, name, initials }) => ({ value: id, label: name ?? '', search: initials }))}
        />
      </div>
      {team === newTeam && (
        <div className="form-pair">
          <FormText control={control} name="teamName" label="新检查组的名称" maxLength={100} />
          <FormSelect
            control={control}
            name="campaign"
            label="所属活动"
            optional
            placeholder="不限活动"
            options={campaigns.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
          />
        </div>
      )}
    </>
  )
}
