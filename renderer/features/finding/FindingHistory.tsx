import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { valueText } from './words.ts'
import './finding.css'

type FindingHistoryProps = { readonly id: string; readonly number: string; readonly onClose: () => void }

/** Who changed what and when, the last change first; nothing of it can be taken out. */
export function FindingHistory({ id, number, onClose }: FindingHistoryProps) {
  const { data, error } = useQuery(api.finding.history.queryOptions({ input: { id } }))
  return (
    <Dialog title={`问题 ${number} 的修改记录`} width={680} onClose={onClose}>
      {error !== null && <ProblemNotice problem={problemOf(error)} />}
      {data === undefined && error === null && <Spin />}
      <ul className="history" aria-label="修改记录">
        {data?.toReversed().map(({ at, author, correction, fields }) => (
          <li key={`${at}${author}${fields.map(({ field }) => field).join()}`}>
            <p className="record-note">
              {beijingDateTime(at)} · {author}
              {correction && <b className="history-correction">总部更正</b>}
            </p>
            <dl className="record-facts">
              {fields.filter(isReadable).map(({ field, label, value }) => (
                <Entry key={field} label={label} value={value === null ? null : wordOf(field, value)} />
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Entry({ label, value }: { readonly label: string; readonly value: string | null }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="history-value">{value ?? '清空'}</dd>
    </>
  )
}

/** The host writes values out in words, but for the one that is a word of the program's own. */
function wordOf(field: string, value: string): string {
  return field === 'ruleValidity' ? valueText(field, value) : value
}

/** The order among the findings of a visit is a text for the program, not for a person. */
function isReadable({ field }: { readonly field: string }): boolean {
  return field !== 'position' && field !== 'ordinal'
}
