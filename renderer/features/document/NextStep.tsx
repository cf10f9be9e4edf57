import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { DocumentView, UnableSigner } from './documentView.ts'
import { FreezeAnyway } from './FreezeAnyway.tsx'
import { PeerDialog } from './PeerDialog.tsx'
import { SignDialog } from './SignDialog.tsx'
import { StateTag } from './StateTag.tsx'
import { SaveVersion } from './Versions.tsx'
import { nextIsNeeded, standing, waitedFor } from './words.ts'

export type NextStepProps = {
  readonly document: DocumentView
  /** undefined while they are being read. */
  readonly obstacles: number | undefined
  readonly mayLead: boolean
  /** Who is to sign and cannot; undefined while it is being asked. */
  readonly unable: readonly UnableSigner[] | undefined
}

/** Where the document stands, in a sentence, and the one thing to do about it. */
export function NextStep({ document, obstacles, mayLead, unable }: NextStepProps) {
  const { current } = document
  const mayFreeze = mayLead && nextIsNeeded(document) && document.mayFreeze
  return (
    <section className="document-next" aria-label="下一步">
      <p className="document-standing">
        <StateTag state={document.state} /> {standing(document, obstacles, mayLead)}
      </p>
      {mayFreeze && <Freeze id={document.document.id} ready={obstacles === 0} unable={unable} />}
      {current !== undefined && !nextIsNeeded(document) && <SigningSteps version={current} />}
    </section>
  )
}

type FreezeProps = { readonly id: string; readonly ready: boolean; readonly unable: NextStepProps['unable'] }

function Freeze({ id, ready, unable = [] }: FreezeProps) {
  const [asking, setAsking] = useState(false)
  const freeze = useMutation(api.document.freeze.mutationOptions())
  const ongoing = useOngoing(['document.freeze'], id)
  const known = freeze.data?.job ?? ongoing
  const job = useJob(known)
  const start = (): void => {
    setAsking(false)
    freeze.mutate({ id, unable: unable.map(({ person }) => person) })
  }
  return (
    <>
      {freeze.error !== null && <ProblemNotice problem={problemOf(freeze.error)} />}
      {known !== undefined && <JobPanel label="定稿" job={job} onCancel={job.cancel} />}
      {!job.running && (
        <Button
          type="primary"
          disabled={!ready}
          loading={freeze.isPending}
          onClick={unable.length === 0 ? start : () => setAsking(true)}
        >
          定稿
        </Button>
      )}
      {asking && <FreezeAnyway signers={unable} onClose={() => setAsking(false)} onFreeze={start} />}
    </>
  )
}

function SigningSteps({ version }: { readonly version: NonNullable<DocumentView['current']> }) {
  const [dialog, setDialog] = useState<'sign' | 'peer'>()
  const waiting = waitedFor(version)
  const close = (): void => setDialog(undefined)
  return (
    <div className="document-next-actions">
      {version.waitsForMe && (
        <Button type="primary" onClick={() => setDialog('sign')}>
          签名…
        </Button>
      )}
      {waiting.length > 0 && <Button onClick={() => setDialog('peer')}>请同伴签名…</Button>}
      {waiting.length === 0 && <SaveVersion version={version} primary />}
      {dialog === 'sign' && <SignDialog version={version} onClose={close} />}
      {dialog === 'peer' && <PeerDialog waiting={waiting} onClose={close} />}
    </div>
  )
}
