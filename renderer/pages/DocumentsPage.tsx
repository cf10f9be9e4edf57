import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { useWorkspace } from '../api/workspace.ts'
import { CompileDialog } from '../features/document/CompileDialog.tsx'
import { DocumentEditor } from '../features/document/DocumentEditor.tsx'
import { DocumentList } from '../features/document/DocumentList.tsx'
import { DocumentPages } from '../features/document/DocumentPages.tsx'
import { useMayLead, useMemoView, type DocumentView } from '../features/document/documentView.ts'
import { nextIsNeeded } from '../features/document/words.ts'
import { DocumentCheck } from '../features/documentCheck/DocumentCheck.tsx'
import { useCommands } from '../ui/Commands.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Split } from '../ui/layout/Split.tsx'

/** All documents, or one of them with its pages in view. */
export function DocumentsPage() {
  const { id } = useParams({ from: '/documents/{-$id}' })
  const [last, setLast] = useState(id)
  if (id !== undefined && id !== last) setLast(id)
  return id === undefined ? <AllDocuments last={last} /> : <OneDocument key={id} id={id} />
}

/** `last`: the one that one comes back from. */
function AllDocuments({ last }: { readonly last: string | undefined }) {
  const navigate = useNavigate()
  const mayLead = useMayLead()
  const { compile: wanted } = useSearch({ from: '/documents/{-$id}' })
  const [begun, setBegun] = useState(false)
  const compiling = begun || wanted !== undefined
  const open = (id: string): void => void navigate({ to: '/documents/{-$id}', params: { id } })
  const begin = (): void => setBegun(true)
  const close = (): void => {
    setBegun(false)
    if (wanted !== undefined) void navigate({ to: '/documents/{-$id}', params: { id: undefined }, replace: true })
  }
  useCommands(mayLead ? [{ id: 'document.new', label: '编制备忘录', keys: 'Ctrl+N', run: begin }] : [])
  const action = mayLead ? (
    <Button type="primary" onClick={begin}>
      编制备忘录
    </Button>
  ) : undefined
  return (
    <div className="document-page">
      <PageHead title="备忘录" note="一次检查一份，定稿后签名" actions={action} />
      <DocumentList last={last} onOpen={open} action={action} />
      {compiling && <CompileDialog visit={wanted} onClose={close} onCompiled={open} />}
    </div>
  )
}

function OneDocument({ id }: { readonly id: string }) {
  const navigate = useNavigate()
  const document = useMemoView(id)
  const back = (): void => void navigate({ to: '/documents/{-$id}', params: { id: undefined } })
  useCommands([{ id: 'document.back', label: '回到备忘录列表', keys: 'Esc', run: back }])
  const actions = <Button onClick={back}>回到列表</Button>
  if (document.data === undefined) {
    return (
      <div className="document-page">
        <PageHead title="备忘录" actions={actions} />
        {document.error === null ? (
          <output className="document-message">
            <Spin size="small" /> 正在读取备忘录…
          </output>
        ) : (
          <div className="document-message">
            <ProblemNotice problem={problemOf(document.error)} />
          </div>
        )}
      </div>
    )
  }
  const { unitName, visitNumber, visitedOn, mode } = document.data
  const note = `检查 ${visitNumber} · ${visitedOn ?? '日期未填'} · ${mode ?? '方式未填'}`
  return (
    <div className="document-page">
      <PageHead title={unitName} note={note} actions={actions} />
      <Work document={document.data} />
    </div>
  )
}

/** Until a person chooses, the pages follow the document: the version that stands, or what is still being written. */
function Work({ document }: { readonly document: DocumentView }) {
  const { kind } = useWorkspace()
  const [chosen, setChosen] = useState<{ readonly version: string | undefined }>()
  const follows = nextIsNeeded(document) ? undefined : document.current?.id
  const shown = chosen === undefined ? follows : chosen.version
  const verified = kind === 'headquarters' && document.current !== undefined
  const show = (version: string | undefined): void => setChosen({ version })
  return (
    <Split
      name="document"
      initial={38}
      list={
        <DocumentEditor
          document={document}
          shown={shown}
          onShow={show}
          {...(verified && { check: <DocumentCheck document={document.document.id} /> })}
        />
      }
      detail={<DocumentPages document={document} shown={shown} onShow={show} />}
      detailLabel="备忘录的每一页"
    />
  )
}
