import { useQuery } from '@tanstack/react-query'
import { fieldsOf } from '../../../electron/contract/catalogue/catalogue.ts'
import { minuteText, momentText } from '../../../electron/contract/text/formValue.ts'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { FactList } from '../../ui/FactList.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { recordFacts, valueText, type Fact, type ToldFields } from '../../ui/recordFacts.ts'
import type { VisitDetail } from './EditVisit.tsx'
import type { VisitOwnField } from './visitForm.ts'
import { visitOrder } from './visitLines.ts'
import './visit.css'

/** A visit to read: for those whose role records none, such as headquarters. */
export function VisitRecord({ id }: { readonly id: string }) {
  const { data, error } = useQuery(api.visit.get.queryOptions({ input: { id } }))
  const { data: people = [] } = useQuery(api.person.list.queryOptions())
  if (data === undefined) return error === null ? null : <ProblemNotice problem={problemOf(error)} />
  const nameOf = (person: string): string => people.find(({ id: known }) => known === person)?.name ?? '姓名未到达本机'
  return <FactList className="visit-facts" label={`检查 ${data.visit.number}`} facts={factsOf(data.visit, nameOf)} />
}

type Visit = VisitDetail['visit']

function factsOf(visit: Visit, nameOf: (person: string) => string): readonly Fact[] {
  const plain = (name: VisitOwnField): Fact => [
    fieldsOf('visit')[name]?.label ?? name,
    valueText('visit', name, visit[name]),
  ]
  return recordFacts(visitOrder, toldFields(visit, nameOf), plain)
}

/** What is read together, or only where there is something to read; every other field stands by itself. */
function toldFields(visit: Visit, nameOf: (person: string) => string): readonly ToldFields<VisitOwnField>[] {
  const { singleInspectorReason, identityDisclosedAt: disclosed } = visit
  const times = [visit.startMinute, visit.endMinute].map(minuteText).filter((text) => text !== '')
  const places = [visit.place, visit.placeType].flatMap((text) => text ?? [])
  const people = visit.inspectors.map(({ person, role }) => `${nameOf(person)}（${role}）`)
  const notice = (name: 'noticeNumber' | 'accompanying', label: string): readonly Fact[] =>
    visit.mode === '暗访' && disclosed === null ? [] : [[label, valueText('visit', name, visit[name])]]
  return [
    { of: ['campaign'], facts: [] },
    { of: ['unit'], facts: [['被检查单位', visit.unitName]] },
    {
      of: ['visitedOn', 'startMinute', 'endMinute'],
      facts: [['检查日期', `${visit.visitedOn ?? ''} ${times.join(' 至 ')}`.trim() || '（空）']],
    },
    { of: ['place', 'placeType'], facts: [['检查地点', places.join('，') || '（空）']] },
    {
      of: ['singleInspectorReason'],
      facts: [
        ['检查人员', people.join('、') || '（空）'],
        ...(singleInspectorReason === null ? [] : ([['一人检查的原因', singleInspectorReason]] as const)),
      ],
    },
    {
      of: ['identityDisclosedAt', 'identityDisclosedReason'],
      facts:
        disclosed === null ? [] : [['公开身份', `${momentText(disclosed)} ${visit.identityDisclosedReason ?? ''}`]],
    },
    { of: ['noticeNumber'], facts: notice('noticeNumber', '通知书号') },
    { of: ['accompanying'], facts: notice('accompanying', '陪同人员') },
  ]
}
