import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { problemOf } from '../../api/problem.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { type Column, DataTable } from '../../ui/table/DataTable.tsx'
import type { Late } from './words.ts'

const columns: readonly Column<Late & { readonly id: string }>[] = [
  { key: 'log', title: '电脑', width: '120px', render: ({ log }) => log },
  { key: 'noun', title: '内容', width: '96px', render: ({ noun }) => noun },
  { key: 'name', title: '名称', width: 'minmax(200px, 2fr)', render: ({ name }) => name },
  { key: 'author', title: '作者', width: '100px', render: ({ author }) => author },
  {
    key: 'at',
    title: '写入（对方电脑的时间）',
    width: '176px',
    render: ({ at }) => (at === '' ? '' : beijingDateTime(at)),
  },
]

/** What came after an end and waits for a look: it is let in up to one of them, with all that stands before it. */
export function LateWork({ mayLetIn }: { readonly mayLetIn: boolean }) {
  const [chosen, choose] = useState<string>()
  const [asking, ask] = useState(false)
  const page = usePages({
    of: (at) => api.revocation.late.queryOptions({ input: at }),
    rowsOf: ({ rows }) => rows.map((row) => ({ ...row, id: row.change })),
  })
  if (page.rows.length === 0) return null
  const at = page.rows.findIndex(({ id }) => id === chosen)
  const row = at < 0 ? undefined : page.rows.at(at)
  return (
    <section className="revocation-late" aria-labelledby="revocation-late">
      <h3 id="revocation-late">停用以后收到的内容</h3>
      <p className="revocation-note">先不采用，原样留存。核实是停用以前的工作，可以采用到其中一条为止。</p>
      <div className="revocation-table">
        <DataTable
          label="停用以后收到的内容"
          columns={columns}
          page={page}
          chosen={chosen}
          onChoose={choose}
          empty={null}
        />
      </div>
      {row !== undefined && mayLetIn && (
        <div>
          <Button onClick={() => ask(true)}>采用到这一条（共 {row.letsIn} 条）…</Button>
        </div>
      )}
      {asking && row !== undefined && <LetIn row={row} onClose={() => ask(false)} />}
    </section>
  )
}

function LetIn({ row, onClose }: { readonly row: Late; readonly onClose: () => void }) {
  const letIn = useMutation(api.revocation.letIn.mutationOptions({ onSuccess: onClose }))
  const { change, log, noun, name, letsIn } = row
  return (
    <ReasonDialog
      title="采用停用以后收到的内容"
      text={`“${log}”的内容采用到“${noun}　${name}”为止，连同它之前的一共 ${letsIn} 条；之后的仍不采用。`}
      label="采用的原因"
      about={change}
      submitLabel="采用"
      maxLength={500}
      problem={letIn.error === null ? undefined : problemOf(letIn.error)}
      onClose={onClose}
      onReason={(reason) => letIn.mutateAsync({ change, reason })}
    />
  )
}
