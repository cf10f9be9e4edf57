import { useQuery } from '@tanstack/react-query'
import { fieldsOf } from '../../../electron/contract/catalogue/catalogue.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { FactList } from '../../ui/FactList.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { recordFacts, type Fact, type ToldFields } from '../../ui/recordFacts.ts'
import type { FindingDetail } from './EditFinding.tsx'
import type { FindingField } from './findingForm.ts'
import { findingOrder } from './findingLines.ts'
import { valueText } from './words.ts'
import './finding.css'

/** A finding to read: for those whose role records none, such as headquarters. */
export function FindingRecord({ id }: { readonly id: string }) {
  const { data, error } = useQuery(api.finding.get.queryOptions({ input: { id } }))
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  return <FactList className="record-facts" label={`问题 ${data.finding.number}`} facts={facts(data)} />
}

function facts({ finding, missing, conflicts }: FindingDetail): readonly Fact[] {
  const plain = (name: FindingField): Fact => [fieldsOf('finding')[name]?.label ?? name, valueText(name, finding[name])]
  return [
    ['单位', finding.unitName],
    ...recordFacts(findingOrder, toldFields(finding), plain),
    ...(missing.length > 0 ? ([['缺项', missing.map(({ label }) => label).join('、')]] as const) : []),
    ...conflicts.map(({ field, label, values }): Fact => [
      `${label}（冲突）`,
      values.map(({ author, value }) => `${author}：${valueText(field, value)}`).join('\n'),
    ]),
  ]
}

/** What is read together, or under a shorter name than it is asked for; every other field stands by itself. */
function toldFields(finding: FindingDetail['finding']): readonly ToldFields<FindingField>[] {
  const { riskPoint, riskPointName, occurredOn, occurredMinute, ruleDocument, ruleArticle, ruleText } = finding
  const time = occurredMinute === null ? '' : ` ${valueText('occurredMinute', occurredMinute)}`
  const type = valueText('rectificationType', finding.rectificationType)
  return [
    {
      of: ['riskPoint', 'riskPointName'],
      facts: [['风险点', `${riskPoint ?? ''} ${riskPointName ?? ''}`.trim() || '（空）']],
    },
    { of: ['occurredOn', 'occurredMinute'], facts: [['发生时间', `${valueText('occurredOn', occurredOn)}${time}`]] },
    { of: ['involved'], facts: [['涉及', valueText('involved', finding.involved)]] },
    {
      of: ['ruleDocument', 'ruleArticle'],
      facts: [['依据', ruleDocument === null ? '（空）' : `《${ruleDocument}》${ruleArticle ?? ''}`]],
    },
    { of: ['ruleValidity'], facts: [['依据是否有效', valueText('ruleValidity', finding.ruleValidity)]] },
    { of: ['ruleText'], facts: ruleText === null ? [] : [['依据条文', ruleText]] },
    { of: ['rectificationType', 'rectifyBy'], facts: [['整改', `${type} ${finding.rectifyBy ?? ''}`.trim()]] },
    { of: ['clue'], facts: finding.clue === true ? [['线索', '违纪违法线索']] : [] },
  ]
}
