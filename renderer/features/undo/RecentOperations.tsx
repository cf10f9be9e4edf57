import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { beijingDateTime } from '../../../electron/contract/beijing.ts'
import { api, type client } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { takeStep, undoWords, type UndoWay } from '../../api/undo.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useToast } from '../../ui/Toasts.tsx'
import './undo.css'

/** What one has done oneself, the last first, and what of it can be taken back or done again. */
export function RecentOperations({ onClose }: { readonly onClose: () => void }) {
  const { data, error } = useQuery(api.undo.list.queryOptions())
  return (
    <Dialog title="最近操作" width={640} onClose={onClose}>
      {error !== null && <ProblemNotice problem={problemOf(error)} />}
      {data === undefined && error === null && <Spin />}
      {data !== undefined && (
        <>
          <Steps way="forward" label="已撤销、可以恢复的操作" steps={data.forward} />
          <Steps way="back" label="可以撤销的操作" steps={data.back} />
          <p className="record-note">{endWords(data)}</p>
        </>
      )}
    </Dialog>
  )
}

type Listed = Awaited<ReturnType<typeof client.undo.list>>
type StepsProps = { readonly way: UndoWay; readonly label: string; readonly steps: Listed[UndoWay] }

function Steps({ way, label, steps }: StepsProps) {
  const toast = useToast()
  if (steps.length === 0) return null
  return (
    <>
      <h2 className="undo-heading">{label}</h2>
      <ul className="undo-steps" aria-label={label}>
        {steps.map(({ operation, words, at }) => (
          <li key={operation}>
            <span>{words}</span>
            <span className="record-note">{beijingDateTime(at)}</span>
            <Button size="small" onClick={() => void takeStep(way, toast, operation)}>
              {undoWords[way].does}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

function endWords({ back, forward, wall }: Listed): string {
  const begin = back.length + forward.length === 0 ? '现在没有可以撤销的操作。' : ''
  if (wall === null) return `${begin}只列出您自己在本机做的操作，最多 200 步。`
  return `${begin}只列出您自己在本机做的操作。“${wall}”以前的不能撤销：已经定稿、签名、发出或收进的，要改就直接改，要作废就作废。`
}
