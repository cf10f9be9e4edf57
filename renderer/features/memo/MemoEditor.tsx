import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Choices } from './Choices.tsx'
import { MemoForm } from './MemoForm.tsx'
import { useMayLead, useObstacles, type MemoView } from './memoView.ts'
import { NextStep } from './NextStep.tsx'
import { Obstacles } from './Obstacles.tsx'
import { Versions } from './Versions.tsx'
import './memo.css'

export type MemoEditorProps = {
  readonly memo: MemoView
  readonly shown: string | undefined
  readonly onShow: (version: string) => void
  /** What verifying the signed version found, where somebody asks for it. */
  readonly check?: ReactNode
}

/** All that can be done with one memo, top to bottom: the next step, what is in the way, what is printed, who signed. */
export function MemoEditor({ memo, shown, onShow, check }: MemoEditorProps) {
  const mayLead = useMayLead()
  const obstacles = useObstacles(memo.memo.id)
  const open = mayLead && memo.mayFreeze
  return (
    <div className="memo-editor">
      <NextStep memo={memo} obstacles={obstacles.data?.length} mayLead={mayLead} />
      {obstacles.error !== null && <ProblemNotice problem={problemOf(obstacles.error)} />}
      {open && obstacles.data !== undefined && <Obstacles memo={memo} obstacles={obstacles.data} />}
      <Versions memo={memo} mayEdit={mayLead} shown={shown} onShow={onShow} />
      {check !== undefined && (
        <section className="memo-section" aria-labelledby="memo-check">
          <h2 id="memo-check">核验</h2>
          {check}
        </section>
      )}
      <Choices memo={memo} mayEdit={open} />
      {open && <MemoForm key={memo.memo.id} memo={memo} />}
    </div>
  )
}
