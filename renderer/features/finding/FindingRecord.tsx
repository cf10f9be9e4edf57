import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { FindingDetail } from './EditFinding.tsx'
import { valueText } from './words.ts'
import './finding.css'

/** A finding to read: for those whose role records none, such as headquarters. */
export function FindingRecord({ id }: { readonly id: string }) {
  const { data, error } = useQuery(api.finding.get.queryOptions({ input: { id } }))
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  return (
    <dl className="record-facts" aria-label={`问题 ${data.finding.number}`}>
      {facts(data).map(([name, text]) => (
        <Fact key={name} name={name} text={text} />
      ))}
    </dl>
  )
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}

function facts({ finding, missing, conflicts }: FindingDetail): readonly (readonly [string, string])[] {
  const time = finding.occurredMinute === null ? '' : ` ${valueText('occurredMinute', finding.occurredMinute)}`
  const article = finding.ruleArticle ?? ''
  return [
    ['单位', finding.unitName],
    ['风险点', `${finding.riskPoint ?? ''} ${finding.riskPointName ?? ''}`.trim() || '（空）'],
    ['标题', valueText('title', finding.title)],
    ['事实', valueText('fact', finding.fact)],
    ['发生时间', `${valueText('occurredOn', finding.occurredOn)}${time}`],
    ['地点', valueText('place', finding.place)],
    ['涉及', valueText('involved', finding.involved)],
    ['依据', finding.ruleDocument === null ? '（空）' : `《${finding.ruleDocument}》${article}`],
    ['依据是否有效', valueText('ruleValidity', finding.ruleValidity)],
    ['初步意见', valueText('opinion', finding.opinion)],
    ['程度', valueText('severity', finding.severity)],
    ['整改', `${valueText('rectificationType', finding.rectificationType)} ${finding.rectifyBy ?? ''}`.trim()],
    ['整改要求', valueText('requirement', finding.requirement)],
    ...(finding.clue === true ? ([['线索', '违纪违法线索']] as const) : []),
    ...(missing.length > 0 ? ([['缺项', missing.map(({ label }) => label).join('、')]] as const) : []),
    ...conflicts.map(
      ({ field, label, values }) =>
        [
          `${label}（冲突）`,
          values.map(({ author, value }) => `${author}：${valueText(field, value)}`).join('\n'),
        ] as const,
    ),
  ]
}
