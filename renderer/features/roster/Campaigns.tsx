import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import './roster.css'

/** The campaigns here, and the shipped ones that can be loaded with their milestones. */
export function Campaigns({ mayLoad }: { readonly mayLoad: boolean }) {
  const campaigns = useQuery(api.campaign.list.queryOptions())
  const presets = useQuery(api.campaign.presets.queryOptions())
  const problem = campaigns.error ?? presets.error
  if (problem !== null) return <ProblemNotice problem={problemOf(problem)} />
  const loaded = campaigns.data ?? []
  const waiting = (presets.data ?? []).filter(({ preset }) => !loaded.some((campaign) => campaign.preset === preset))
  return (
    <div className="campaigns">
      {loaded.map(({ id, name, documentNumber, startsOn, endsOn, milestones }) => (
        <section key={id} className="campaign" aria-label={name ?? '活动'}>
          <h3>{name}</h3>
          <p>
            {documentNumber} {startsOn !== null && endsOn !== null && `· ${startsOn} 至 ${endsOn}`} · 时间节点{' '}
            {milestones.length} 个
          </p>
          <HistoryButton entity="campaign" id={id} small />
          <details>
            <summary>看时间节点</summary>
            <ul>
              {milestones.map((milestone) => (
                <li key={milestone.id}>
                  <span className="milestone-day">{milestone.dueOn ?? milestone.kind ?? ''}</span> {milestone.title}
                  {milestone.source !== null && <span className="milestone-source">（{milestone.source}）</span>}{' '}
                  <HistoryButton entity="milestone" id={milestone.id} small />
                </li>
              ))}
            </ul>
          </details>
        </section>
      ))}
      {waiting.map((preset) => (
        <Preset key={preset.preset} {...preset} mayLoad={mayLoad} />
      ))}
    </div>
  )
}

type PresetProps = { readonly preset: string; readonly name: string; readonly mayLoad: boolean }

function Preset({ preset, name, mayLoad }: PresetProps) {
  const queries = useQueryClient()
  const toast = useToast()
  const load = useMutation(
    api.campaign.loadPreset.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.campaign.key() })
        toast('活动和时间节点已载入')
      },
    }),
  )
  return (
    <section className="campaign" aria-label={name}>
      <h3>{name}</h3>
      <p>随程序附带，含文号和时间节点。载入后，检查、备忘录和倒计时都以它为准；重复载入不会多出一份。</p>
      {load.isError && <ProblemNotice problem={problemOf(load.error)} />}
      {mayLoad ? (
        <Button type="primary" loading={load.isPending} onClick={() => load.mutate({ preset })}>
          载入
        </Button>
      ) : (
        <p>由组长或系统管理员载入。</p>
      )}
    </section>
  )
}
