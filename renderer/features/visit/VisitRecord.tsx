import { useQuery } from '@tanstack/react-query'
import { minuteText, momentText } from '../../../electron/contract/formValue.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { VisitDetail } from './EditVisit.tsx'
import './visit.css'

/** A visit to read: for those whose role records none, such as headquarters. */
export function VisitRecord({ id }: { readonly id: string }) {
  const { data, error } = useQuery(api.visit.get.queryOptions({ input: { id } }))
  const { data: people = [] } = useQuery(api.person.list.queryOptions())
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  const nameOf = (person: string): string => people.find(({ id: known }) => known === person)?.name ?? '姓名未到达本机'
  return (
    <dl className="visit-facts" aria-label={`检查 ${data.visit.number}`}>
      {facts(data.visit, nameOf).map(([name, text]) => (
        <Fact key={name} name={name} text={text === '' ? '（空）' : text} />
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

function facts(
  visit: VisitDetail['visit'],
  nameOf: (person: string) => string,
): readonly (readonly [string, string])[] {
  const times = [visit.startMinute, visit.endMinute].map(minuteText).filter((text) => text !== '')
  const disclosed = visit.identityDisclosedAt
  return [
    ['被检查单位', visit.unitName],
    ['检查方式', visit.mode ?? ''],
    ['检查日期', `${visit.visitedOn ?? ''} ${times.join(' 至 ')}`.trim()],
    ['检查地点', [visit.place, visit.placeType].flatMap((text) => text ?? []).join('，')],
    ['检查人员', visit.inspectors.map(({ person, role }) => `${nameOf(person)}（${role}）`).join('、')],
    ...(visit.singleInspectorReason === null ? [] : [['一人检查的原因', visit.singleInspectorReason] as const]),
    ...(disclosed === null
      ? []
      : [['公开身份', `${momentText(disclosed)} ${visit.identityDisclosedReason ?? ''}`] as const]),
    ...(visit.mode === '暗访' && disclosed === null
      ? []
      : ([
          ['通知书号', visit.noticeNumber ?? ''],
          ['陪同人员', visit.accompanying ?? ''],
        ] as const)),
    ['检查基本情况', visit.overview ?? ''],
  ]
}
