import { useMutation } from '@tanstack/react-query'
import { Button, Select, Spin } from 'antd'
import { api } from '../../api/client.ts'
import { saveFile } from '../../api/files.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { usePages, type DocumentView } from './documentView.ts'
import { PageView } from '../../ui/pages/PageView.tsx'
import { SaveVersion } from './Versions.tsx'
import { versionName } from './words.ts'

export type DocumentPagesProps = {
  readonly document: DocumentView
  /** The version whose pages are in view; undefined: the document as it stands. */
  readonly shown: string | undefined
  readonly onShow: (version: string | undefined) => void
}

/** The pages beside the work on them: as they stand now, marked 草稿, or as one version was frozen. */
export function DocumentPages({ document, shown, onShow }: DocumentPagesProps) {
  const version = document.versions.find(({ id }) => id === shown)
  const pages = usePages({ document: document.document.id, version: version?.id })
  const source = (
    <Select
      aria-label="显示哪一份"
      size="small"
      className="document-source"
      value={version?.id ?? now}
      onChange={(value) => onShow(value === now ? undefined : value)}
      options={[
        { value: now, label: '现在的内容（草稿）' },
        ...document.versions
          .toReversed()
          .map((one) => ({ value: one.id, label: `${versionName(one)}（${one.state}）` })),
      ]}
    />
  )
  const actions = (
    <>
      {source}
      {version === undefined ? <SaveDraft id={document.document.id} /> : <SaveVersion version={version} />}
    </>
  )
  if (pages.error !== null && pages.data === undefined) {
    return (
      <div className="document-pages-message">
        <ProblemNotice problem={problemOf(pages.error)} />
        <Button onClick={() => void pages.refetch()}>重新排版</Button>
        {source}
      </div>
    )
  }
  if (pages.data === undefined) {
    return (
      <output className="document-pages-message">
        <Spin size="small" /> 正在排出每一页…
      </output>
    )
  }
  const label = version === undefined ? '备忘录草稿' : `备忘录${versionName(version)}`
  return <PageView docx={pages.data} label={label} actions={actions} />
}

const now = 'now'

function SaveDraft({ id }: { readonly id: string }) {
  const save = useMutation(
    api.document.preview.mutationOptions({ onSuccess: ({ ticket, fileName }) => saveFile(ticket, fileName) }),
  )
  return (
    <Button size="small" loading={save.isPending} onClick={() => save.mutate({ id })}>
      保存草稿
    </Button>
  )
}
