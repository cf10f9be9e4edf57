import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { JobPanel } from '../../ui/JobPanel.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { MemoView } from './memoView.ts'
import { PeerDialog } from './PeerDialog.tsx'
import { SignDialog } from './SignDialog.tsx'
import { StateTag } from './StateTag.tsx'
import { SaveVersion } from './Versions.tsx'
import { nextIsNeeded, standing, waitedFor } from './words.ts'

export type NextStepProps = {
  readonly memo: MemoView
  /** undefined while they are being read. */
  readonly obstacles: number | undefined
  readonly mayLead: boolean
}

/** Where the memo stands, in a sentence, and the one thing to do about it. */
export function NextStep({ memo, obstacles, mayLead }: NextStepProps) {
  const { current } = memo
  const mayFreeze = mayLead && nextIsNeeded(memo) && memo.mayFreeze
  return (
    <section className="memo-next" aria-label="下一步">
      <p className="memo-standing">
        <StateTag state={memo.state} /> {standing(memo, obstacles, mayLead)}
      </p>
      {mayFreeze && <Freeze id={memo.memo.id} ready={obstacles === 0} />}
      {current !== undefined && !nextIsNeeded(memo) && <SigningSteps version={current} />}
    </section>
  )
}

function Freeze({ id, ready }: { readonly id: string; readonly ready: boolean }) {
  const freeze = useMutation(api.memo.freeze.mutationOptions())
  const ongoing = useOngoing(['memo.freeze'], id)
  const known = freeze.data?.job ?? ongoing
  const job = useJob(known)
  const start = (): void => freeze.mutate({ id })
  return (
    <>
      {freeze.error !== null && <ProblemNotice problem={problemOf(freeze.error)} />}
      {known !== undefined && <JobPanel label="定稿" job={job} onCancel={job.cancel} />}
      {!job.running && (
        <Button type="primary" disabled={!ready} loading={freeze.isPending} onClick={start}>
          定稿
        </Button>
      )}
    </>
  )
}

function SigningSteps({ version }: { readonly version: NonNullable<MemoView['current']> }) {
  const [dialog, setDialog] = useState<'sign' | 'peer'>()
  const waiting = waitedFor(version)
  const close = (): void => setDialog(undefined)
  return (
    <div className="memo-next-actions">
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
