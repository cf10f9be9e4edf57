import { useMutation, useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { api } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { ImportRests, PackageView } from './syncView.ts'

type UndoImportProps = {
  readonly importId: string
  readonly row: PackageView
  /** The work has been begun. */
  readonly onJob: (job: string) => void
  readonly onClose: () => void
}

/** 撤销本次导入: first what rests on it, by name, then the reason. */
export function UndoImport({ importId, row, onJob, onClose }: UndoImportProps) {
  const rests = useQuery(api.incoming.restsOn.queryOptions({ input: { import: importId } }))
  const undo = useMutation(api.incoming.undo.mutationOptions())
  const title = `撤销来自“${row.peerName}”的第 ${row.serial} 号数据包的导入`
  if (rests.data === undefined) {
    return (
      <Dialog title={title} onClose={onClose}>
        {rests.isError ? <ProblemNotice problem={problemOf(rests.error)} /> : <Spin />}
      </Dialog>
    )
  }
  const { papers } = rests.data
  return (
    <ReasonDialog
      title={title}
      text="撤销以后，各项记录回到没有导入这个数据包时的样子。收到的内容原样留存，以后可以恢复导入。"
      label="撤销原因"
      about={importId}
      submitLabel="撤销本次导入"
      maxLength={500}
      danger
      problem={undo.error === null ? undefined : problemOf(undo.error)}
      onClose={onClose}
      onReason={async (reason) => {
        const { job } = await undo.mutateAsync({ import: importId, reason, seen: papers.map(({ id }) => id) })
        onJob(job)
        onClose()
      }}
    >
      <Rests rests={rests.data} />
    </ReasonDialog>
  )
}

function Rests({ rests: { edits, under, papers, receipt } }: { readonly rests: ImportRests }) {
  const signed = papers.filter((paper) => paper.signed > 0)
  if (papers.length === 0 && edits.total === 0 && under.total === 0 && !receipt) {
    return <p>没有别的内容依据这个数据包。</p>
  }
  return (
    <div className="import-rests">
      {signed.length > 0 && (
        <p className="gap">有已签名的文书依据它。签名和文件都不动，但列表上会注明所依据的记录已撤销导入。</p>
      )}
      <ul className="refused-list">
        {papers.map(({ id, name, signed: count, signers, brought }) => (
          <li key={id}>
            <b>文书　{name}</b>
            <span className="refused-author">
              {count === 0 ? '还没有签名' : `已签 ${count}/${signers}`}
              {brought && '，由这个数据包带来，撤销后不再列出'}
            </span>
          </li>
        ))}
        {edits.rows.map(({ id, noun, name, author }) => (
          <li key={`edit ${id}`}>
            <b>
              {noun}　{name}
            </b>
            <span className="refused-author">{author}后来在它的基础上改过</span>
          </li>
        ))}
        {under.rows.map(({ id, noun, name, author }) => (
          <li key={`under ${id}`}>
            <b>
              {noun}　{name}
            </b>
            <span className="refused-author">{author}记在它新增的记录之下</span>
          </li>
        ))}
        <More shown={edits.rows.length + under.rows.length} total={edits.total + under.total} />
      </ul>
      {receipt && <p className="sync-note">发送方会收到或者已经收到它的回执，撤销不收回回执。</p>}
    </div>
  )
}

function More({ shown, total }: { readonly shown: number; readonly total: number }) {
  return total > shown ? <li>另有 {total - shown} 条</li> : null
}

/** 恢复导入: what was undone counts again. */
export function RestoreImport({ importId, row, onJob, onClose }: UndoImportProps) {
  const restore = useMutation(api.incoming.restore.mutationOptions())
  return (
    <ReasonDialog
      title={`恢复来自“${row.peerName}”的第 ${row.serial} 号数据包的导入`}
      text="恢复以后，它的内容重新算数，和刚导入时一样；其间另外作过的决定不变。"
      label="恢复原因"
      about={importId}
      submitLabel="恢复导入"
      maxLength={500}
      problem={restore.error === null ? undefined : problemOf(restore.error)}
      onClose={onClose}
      onReason={async (reason) => {
        const { job } = await restore.mutateAsync({ import: importId, reason })
        onJob(job)
        onClose()
      }}
    />
  )
}
