import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { HistoryButton } from '../../ui/HistoryButton.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Choices } from './Choices.tsx'
import { DocumentForm } from './DocumentForm.tsx'
import { useMayLead, useObstacles, useUnableSigners, type DocumentView } from './documentView.ts'
import { NextStep } from './NextStep.tsx'
import { Unread } from './Unread.tsx'
import { Obstacles } from './Obstacles.tsx'
import { UnableSigners } from './UnableSigners.tsx'
import { Versions } from './Versions.tsx'
import './document.css'

export type DocumentEditorProps = {
  readonly document: DocumentView
  readonly shown: string | undefined
  readonly onShow: (version: string) => void
  /** What verifying the signed version found, where somebody asks for it. */
  readonly check?: ReactNode
}

/** All that can be done with one document, top to bottom: the next step, what is in the way, what is printed, who signed. */
export function DocumentEditor({ document, shown, onShow, check }: DocumentEditorProps) {
  const mayLead = useMayLead()
  const obstacles = useObstacles(document.document.id)
  const unable = useUnableSigners(document.document.id)
  const open = mayLead && document.mayFreeze
  // Also after the freeze: who is joined then can still sign.
  const isWaited = mayLead && document.state !== '已签齐'
  return (
    <div className="document-editor">
      <NextStep document={document} obstacles={obstacles.data?.length} mayLead={mayLead} unable={unable.data} />
      {obstacles.error !== null && <ProblemNotice problem={problemOf(obstacles.error)} />}
      {open && obstacles.data !== undefined && <Obstacles document={document} obstacles={obstacles.data} />}
      {open && <Unread id={document.document.id} />}
      {isWaited && unable.data !== undefined && <UnableSigners signers={unable.data} />}
      <Versions document={document} mayEdit={mayLead} shown={shown} onShow={onShow} />
      {check !== undefined && (
        <section className="document-section" aria-labelledby="document-check">
          <h2 id="document-check">核验</h2>
          {check}
        </section>
      )}
      <Choices document={document} mayEdit={open && document.choosing} />
      <div className="form-actions">
        <HistoryButton entity="document" id={document.document.id} />
      </div>
      {open && <DocumentForm key={document.document.id} document={document} />}
    </div>
  )
}
