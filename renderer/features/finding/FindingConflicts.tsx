import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, type client } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { valueText } from './words.ts'

type Detail = Awaited<ReturnType<typeof client.finding.get>>
type Value = Detail['conflicts'][number]['values'][number]

type FindingConflictsProps = {
  readonly detail: Pick<Detail, 'finding' | 'seen' | 'conflicts'>
  /** A third value, written by hand: goes to the field. */
  readonly onWrite: (field: string) => void
}

/** Both values of each field that two people changed at once; choosing one keeps the other in the history. */
export function FindingConflicts({ detail, onWrite }: FindingConflictsProps) {
  const { finding, seen, conflicts } = detail
  const queries = useQueryClient()
  const choose = useMutation(
    api.finding.save.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.finding.key() }) }),
  )
  function take(field: string, value: Value['value']): void {
    // The field and its value come from the finding itself; the host checks both against the catalogue.
    choose.mutate({ id: finding.id, set: { [field]: value } as object, seen: { [field]: seen[field] ?? [] } })
  }
  return (
    <>
      {choose.error !== null && <ProblemNotice problem={problemOf(choose.error)} />}
      {conflicts.map(({ field, label, values }) => (
        <section key={field} className="conflict" aria-label={`${label}有冲突`}>
          <p>
            <strong>{label}</strong>被两个人同时改过，请选定一个；没选的那个留在修改记录里。
          </p>
          <div className="conflict-values">
            {values.map((value) => (
              <div key={value.change} className="conflict-value">
                <p className="record-note">
                  {value.author} · {beijingDateTime(value.at)}
                  {value.shown && ' · 现在显示的'}
                </p>
                <p className="conflict-text">{valueText(field, value.value)}</p>
                <Button size="small" disabled={choose.isPending} onClick={() => take(field, value.value)}>
                  采用这个<span className="visually-hidden">：{valueText(field, value.value)}</span>
                </Button>
              </div>
            ))}
          </div>
          <Button type="link" size="small" onClick={() => onWrite(field)}>
            都不采用，另写一个
          </Button>
        </section>
      ))}
    </>
  )
}
