import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { IncomingRow } from './syncView.ts'

type IncomingDetailProps = {
  readonly row: IncomingRow | undefined
  readonly importId: string
  readonly mayDecide: boolean
}

/** One row with all that it would change, from and to, and the decision about it. */
export function IncomingDetail({ row, importId, mayDecide }: IncomingDetailProps) {
  const [declining, decline] = useState(false)
  const queries = useQueryClient()
  const choose = useMutation(api.incoming.choose.mutationOptions({ onSuccess: () => queries.invalidateQueries() }))
  if (row === undefined) return <p className="incoming-detail sync-note">选中一条，看它改动什么。</p>
  const { entity, entityId, noun, name, fields, note, choice, canDecline } = row
  const about = { import: importId, rows: [{ entity, id: entityId }] }
  return (
    <section className="incoming-detail" aria-label="选中的一条">
      <b>
        {noun}　{name}
      </b>
      <dl className="incoming-fields">
        {fields.map(({ label, from, to }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <del>{from}</del> → <ins>{to}</ins>
            </dd>
          </div>
        ))}
      </dl>
      {note !== '' && <p>{choice === 'declined' ? `不采用：${note}` : note}</p>}
      {mayDecide && canDecline && (
        <div className="sync-actions">
          {choice === null && (
            <>
              <Button size="small" onClick={() => choose.mutate({ ...about, choice: 'seen' })}>
                看过，照常导入
              </Button>
              <Button size="small" danger onClick={() => decline(true)}>
                不采用…
              </Button>
            </>
          )}
          {choice !== null && (
            <Button size="small" loading={choose.isPending} onClick={() => choose.mutate({ ...about, choice: 'none' })}>
              {choice === 'declined' ? '改为采用' : '改为没看'}
            </Button>
          )}
        </div>
      )}
      {choose.isError && !declining && <ProblemNotice problem={problemOf(choose.error)} />}
      {declining && (
        <ReasonDialog
          title="不采用这一条"
          text="导入时写明不采用和原因，内容留存备查，以后可以恢复采用。新增的记录不采用时，它下面的内容一并不采用。"
          label="不采用的原因"
          about={`${importId} ${entityId}`}
          submitLabel="不采用"
          maxLength={500}
          danger
          problem={choose.error === null ? undefined : problemOf(choose.error)}
          onClose={() => decline(false)}
          onReason={async (reason) => {
            await choose.mutateAsync({ ...about, choice: 'declined', reason })
            decline(false)
          }}
        />
      )}
    </section>
  )
}
