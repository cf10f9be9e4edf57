import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { codeText } from '../../../electron/contract/document/versionCode.ts'
import { api } from '../../api/client.ts'
import { saveFile, savedWords } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import type { DocumentVersion, DocumentView } from './documentView.ts'
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx'
import { StateTag } from './StateTag.tsx'
import { versionName } from './words.ts'

export type VersionsProps = {
  readonly document: DocumentView
  readonly mayEdit: boolean
  /** The version whose pages are in view. */
  readonly shown: string | undefined
  readonly onShow: (version: string) => void
}

/** Every version that was frozen, the newest first: who signed it, whether it still says what the records say, and what became of it. */
export function Versions({ document, mayEdit, shown, onShow }: VersionsProps) {
  const [voiding, setVoiding] = useState<DocumentVersion>()
  const voided = useMutation(api.document.void.mutationOptions())
  if (document.versions.length === 0) return null
  return (
    <section className="document-section" aria-labelledby="document-versions">
      <h2 id="document-versions">版本和签名</h2>
      {document.grounds.length > 0 && (
        <p className="document-warning">
          {document.grounds.join('；')}。文书和签名都保留着；请核对以后决定是否作废，或者把那些内容重新采用。
        </p>
      )}
      {document.parallel && (
        <p className="document-warning">两台电脑同时定了同一号的版本。请核对后作废其中一个，另一个才能继续签名。</p>
      )}
      {document.versions.toReversed().map((version) => (
        <article key={version.id} className="document-version" aria-label={versionName(version)}>
          <header>
            <strong>{versionName(version)}</strong>
            <StateTag state={version.state} />
            <span className="document-quiet">
              版本码 {codeText(version.code)} · 定稿于 {beijingDateTime(version.frozenAt)}
            </span>
          </header>
          <Signers version={version} />
          <Outdated version={version} />
          {version.voidedReason !== null && <p className="document-quiet">作废原因：{version.voidedReason}</p>}
          <div className="document-version-actions">
            <Button size="small" disabled={shown === version.id} onClick={() => onShow(version.id)}>
              {shown === version.id ? '正在显示' : '看这一版'}
            </Button>
            {mayEdit && version.voidedReason === null && (
              <Button size="small" danger onClick={() => setVoiding(version)}>
                作废
              </Button>
            )}
          </div>
        </article>
      ))}
      {voiding !== undefined && (
        <ReasonDialog
          title={`作废${versionName(voiding)}`}
          text="作废后这一版不再有效，但仍然留存，原因一并留存并报总部。作废不能撤回；需要时再定新的一版。"
          label="作废原因"
          about={voiding.id}
          submitLabel="作废"
          danger
          maxLength={500}
          problem={voided.error === null ? undefined : problemOf(voided.error)}
          onClose={() => setVoiding(undefined)}
          onReason={async (reason) => {
            await voided.mutateAsync({ version: voiding.id, reason })
            setVoiding(undefined)
          }}
        />
      )}
    </section>
  )
}

/** A ticket is single use, so each press asks for a new one. */
export function SaveVersion({
  version,
  primary = false,
}: {
  readonly version: DocumentVersion
  readonly primary?: boolean
}) {
  const toast = useToast()
  const save = useMutation(
    api.document.ticket.mutationOptions({
      onSuccess: async ({ ticket, fileName }) => {
        if (await saveFile(ticket, fileName)) toast(`${fileName} ${savedWords}`)
      },
    }),
  )
  return (
    <>
      <Button
        size={primary ? 'middle' : 'small'}
        type={primary ? 'primary' : 'default'}
        loading={save.isPending}
        onClick={() => save.mutate({ version: version.id })}
      >
        保存文书
      </Button>
      {save.error !== null && <ProblemNotice problem={problemOf(save.error)} />}
    </>
  )
}

function Signers({ version: { signers } }: { readonly version: DocumentVersion }) {
  return (
    <ul className="document-signers">
      {signers.map(({ id, person, name, role, signedAt, unlike }) => (
        <li key={id}>
          {name === '' ? role : `${name}（${role}）`}：
          {signedAt !== null ? `${beijingDateTime(signedAt)} 已签名` : person === null ? '在纸上签' : '未签名'}
          {unlike && <strong className="document-unlike">　签名人与名单不一致</strong>}
        </li>
      ))}
    </ul>
  )
}

/** What changed after it was printed, gathered by record, and what nobody can compare here. */
function Outdated({ version: { outdated, incomparable } }: { readonly version: DocumentVersion }) {
  return (
    <>
      {outdated.length > 0 && <p className="document-warning">定稿后有改动：{changesOf(outdated)}</p>}
      {incomparable > 0 && <p className="document-quiet">有 {incomparable} 条印出的记录不在本机，不能比较。</p>}
    </>
  )
}

function changesOf(outdated: DocumentVersion['outdated']): string {
  const named = (what: '改' | '增' | '删') =>
    Map.groupBy(
      outdated.filter((one) => one.what === what),
      ({ name }) => name,
    )
  const changed = [...named('改')].map(([name, fields]) => `${name}的${fields.map(({ label }) => label).join('、')}`)
  const [added, removed] = (['增', '删'] as const).map((what) => [...named(what)].map(([name]) => name).join('、'))
  return [
    ...changed.map((one) => `改了${one}`),
    ...(added === '' ? [] : [`新增${added}`]),
    ...(removed === '' ? [] : [`删去${removed}`]),
  ].join('；')
}
