import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Fragment } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { FormSelect } from '../../ui/form/FormSelect.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { VisitMethods } from './visitForm.ts'

/** The campaign a visit belongs to; where there is none yet, the ones that ship with the program are offered. */
export function CampaignField({ methods }: { readonly methods: VisitMethods }) {
  const { control, setValue } = methods
  const queries = useQueryClient()
  const { data: campaigns } = useQuery(api.campaign.list.queryOptions())
  const none = campaigns?.length === 0
  const presets = useQuery({ ...api.campaign.presets.queryOptions(), enabled: none })
  const load = useMutation(
    api.campaign.loadPreset.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries({ queryKey: api.campaign.key() })
        setValue('campaign', id, { shouldDirty: true })
      },
    }),
  )
  const options = (campaigns ?? []).map(({ id, name }) => ({ value: id, label: name ?? '（没有名称）' }))
  return (
    <>
      <FormSelect control={control} name="campaign" label="所属活动" options={options} />
      {none && (
        <p className="disclosure">
          {presets.data?.map(({ preset, name }) => (
            <Fragment key={preset}>
              还没有活动。程序附带的有：{name}
              <Button
                size="small"
                aria-label={`载入${name}`}
                loading={load.isPending}
                onClick={() => load.mutate({ preset })}
              >
                载入
              </Button>
            </Fragment>
          ))}
        </p>
      )}
      {load.error !== null && <ProblemNotice problem={problemOf(load.error)} />}
    </>
  )
}
