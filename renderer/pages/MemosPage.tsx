import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { useWorkspace } from '../api/workspace.ts'
import { CompileDialog } from '../features/memo/CompileDialog.tsx'
import { MemoEditor } from '../features/memo/MemoEditor.tsx'
import { MemoList } from '../features/memo/MemoList.tsx'
import { MemoPages } from '../features/memo/MemoPages.tsx'
import { useMayLead, useMemoView, type MemoView } from '../features/memo/memoView.ts'
import { nextIsNeeded } from '../features/memo/words.ts'
import { MemoCheck } from '../features/memoCheck/MemoCheck.tsx'
import { useCommands } from '../ui/Commands.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Split } from '../ui/layout/Split.tsx'

/** All memos, or one of them with its pages in view. */
export function MemosPage() {
  const { id } = useParams({ from: '/memos/{-$id}' })
  return id === undefined ? <AllMemos /> : <OneMemo key={id} id={id} />
}

function AllMemos() {
  const navigate = useNavigate()
  const mayLead = useMayLead()
  const [compiling, setCompiling] = useState(false)
  const open = (id: string): void => void navigate({ to: '/memos/{-$id}', params: { id } })
  const begin = (): void => setCompiling(true)
  useCommands(mayLead ? [{ id: 'memo.new', label: '编制备忘录', keys: 'Ctrl+N', run: begin }] : [])
  const action = mayLead ? (
    <Button type="primary" onClick={begin}>
      编制备忘录
    </Button>
  ) : undefined
  return (
    <div className="memo-page">
      <PageHead title="备忘录" note="一次检查一份，定稿后签名" actions={action} />
      <MemoList onOpen={open} action={action} />
      {compiling && <CompileDialog onClose={() => setCompiling(false)} onCompiled={open} />}
    </div>
  )
}

function OneMemo({ id }: { readonly id: string }) {
  const navigate = useNavigate()
  const memo = useMemoView(id)
  const back = (): void => void navigate({ to: '/memos/{-$id}', params: { id: undefined } })
  useCommands([{ id: 'memo.back', label: '回到备忘录列表', keys: 'Esc', run: back }])
  const actions = <Button onClick={back}>回到列表</Button>
  if (memo.data === undefined) {
    return (
      <div className="memo-page">
        <PageHead title="备忘录" actions={actions} />
        {memo.error === null ? (
          <output className="memo-message">
            <Spin size="small" /> 正在读取备忘录…
          </output>
        ) : (
          <div className="memo-message">
            <ProblemNotice problem={problemOf(memo.error)} />
          </div>
        )}
      </div>
    )
  }
  const { unitName, visitNumber, visitedOn, mode } = memo.data
  const note = `检查 ${visitNumber} · ${visitedOn ?? '日期未填'} · ${mode ?? '方式未填'}`
  return (
    <div className="memo-page">
      <PageHead title={unitName} note={note} actions={actions} />
      <Work memo={memo.data} />
    </div>
  )
}

/** Until a person chooses, the pages follow the memo: the version that stands, or what is still being written. */
function Work({ memo }: { readonly memo: MemoView }) {
  const { kind } = useWorkspace()
  const [chosen, setChosen] = useState<{ readonly version: string | undefined }>()
  const follows = nextIsNeeded(memo) ? undefined : memo.current?.id
  const shown = chosen === undefined ? follows : chosen.version
  const verified = kind === 'headquarters' && memo.current !== undefined
  const show = (version: string | undefined): void => setChosen({ version })
  return (
    <Split
      name="memo"
      initial={38}
      list={
        <MemoEditor
          memo={memo}
          shown={shown}
          onShow={show}
          {...(verified && { check: <MemoCheck memo={memo.memo.id} /> })}
        />
      }
      detail={<MemoPages memo={memo} shown={shown} onShow={show} />}
      detailLabel="备忘录的每一页"
    />
  )
}
