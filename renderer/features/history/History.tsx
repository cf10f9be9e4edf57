import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api, type client } from '../../api/client.ts'
import { useOutdating } from '../../api/printing.ts'
import { problemOf } from '../../api/problem.ts'
import { offerBack } from '../../api/undo.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import type { HistoryOf } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import './history.css'

type Told = Awaited<ReturnType<typeof client.history.of>>
type Entry = Told['entries'][number]
type Field = Entry['fields'][number]

/** Who changed what, when and where, the last change first; nothing of it can be taken out, and what was there can come back. */
export function History({ entity, id, onClose }: HistoryOf & { readonly onClose: () => void }) {
  const { data, error } = useQuery(api.history.of.queryOptions({ input: { entity, id } }))
  return (
    <Dialog title={data === undefined ? '修改记录' : `${data.words} 的修改记录`} width={760} onClose={onClose}>
      {error !== null && <ProblemNotice problem={problemOf(error)} />}
      {data === undefined && error === null && <Spin />}
      {data !== undefined && data.total > data.entries.length && (
        <p className="history-note">
          共 {data.total} 次，这里列出最近的 {data.entries.length} 次；更早的也都留着。
        </p>
      )}
      <ol className="history" aria-label="修改记录">
        {data?.entries.map((entry) => (
          <Save key={`${entry.id} ${entry.change}`} entry={entry} />
        ))}
      </ol>
    </Dialog>
  )
}

function Save({ entry }: { readonly entry: Entry }) {
  const { verb, about, at, author, computer, through, correction, reason, fields } = entry
  const [asked, ask] = useState<readonly Field[]>()
  const restorable = fields.filter((field) => field.restorable)
  return (
    <li>
      <p className="history-head">
        <b>
          {verb}
          {about !== '' && ` ${about}`}
        </b>
        {correction && <b className="history-correction">总部更正</b>}
        <span className="history-note">
          {[beijingDateTime(at), author, computer, through].filter((part) => part !== '').join(' · ')}
        </span>
        {restorable.length > 1 && (
          <Button size="small" onClick={() => ask(restorable)}>
            全部恢复成这时的
          </Button>
        )}
      </p>
      {reason !== '' && <p className="history-note">更正原因：{reason}</p>}
      {fields.length > 0 && (
        <dl className="history-fields">
          {fields.map((field) => (
            <Changed key={field.field} field={field} onRestore={() => ask([field])} />
          ))}
        </dl>
      )}
      {asked !== undefined && <Restoring entry={entry} fields={asked} onDone={() => ask(undefined)} />}
    </li>
  )
}

function Changed({ field, onRestore }: { readonly field: Field; readonly onRestore: () => void }) {
  const { label, pieces, restorable } = field
  const isEmptied = pieces.every(({ what }) => what === 'removed')
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span className="history-value">
          {pieces.map(({ what, text }, place) => (
            <Piece key={`${place}${what}`} what={what} text={text} />
          ))}
          {isEmptied && <span className="history-note">（清空）</span>}
        </span>
        {restorable && (
          <Button type="link" size="small" onClick={onRestore}>
            恢复成这时的<span className="visually-hidden">：{label}</span>
          </Button>
        )}
      </dd>
    </>
  )
}

/** A word beside the colour, for who does not see it: the elements say it to a screen reader. */
function Piece({ what, text }: Field['pieces'][number]) {
  if (what === 'added') return <ins>{text}</ins>
  return what === 'removed' ? <del>{text}</del> : <span>{text}</span>
}

type RestoringProps = { readonly entry: Entry; readonly fields: readonly Field[]; readonly onDone: () => void }

/** Asks once more, and says first which papers it would put out of date. */
function Restoring({ entry, fields, onDone }: RestoringProps) {
  const { entity, id, change } = entry
  const toast = useToast()
  const names = fields.map(({ field }) => field)
  const outdating = useOutdating({ entity, ids: [id] }, { edit: names })
  const restore = useMutation({
    ...api.history.restore.mutationOptions(),
    onSuccess: async ({ words }) => {
      onDone()
      await offerBack(`已恢复${words}的${fields.map(({ label }) => label).join('、')}`, toast)
    },
  })
  return (
    <div className="history-restoring" role="alertdialog" aria-label="恢复">
      <p>
        把{fields.map(({ label }) => `“${label}”`).join('')}
        恢复成这时的内容，作为一次新的修改记下来；现在的内容留在修改记录里。
      </p>
      {outdating !== undefined && <p className="form-warning">{outdating}</p>}
      {restore.error !== null && <ProblemNotice problem={problemOf(restore.error)} />}
      <Button
        type="primary"
        loading={restore.isPending}
        onClick={() => restore.mutate({ entity, id, change, fields: names })}
      >
        恢复
      </Button>
      <Button onClick={onDone}>不恢复</Button>
    </div>
  )
}
