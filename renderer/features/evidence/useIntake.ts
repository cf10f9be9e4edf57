import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { evidenceClasses } from '../../../electron/contract/catalogue/inspection.ts'
import type { JobView } from '../../../electron/contract/job/job.ts'
import { jobResult, type JobResult } from '../../../electron/contract/job/jobKind.ts'
import type { Problem } from '../../../electron/contract/problem/problem.ts'
import { api, client } from '../../api/client.ts'
import { uploadFile } from '../../api/files.ts'
import { useJob } from '../../api/job.ts'
import { useOngoing } from '../../api/ongoing.ts'
import { problemOf } from '../../api/problem.ts'
import { onDesktop } from '../../api/desktop.ts'

export type EvidenceClass = (typeof evidenceClasses)[number]
export type IntakeResult = JobResult<'evidence.add'>['results'][number]

/** One intake at a time: files go up one by one, then a job takes them in; what became of each is said at the end. */
export type Intake = {
  readonly start: (finding: string, files: readonly File[], from: EvidenceClass) => void
  /** The finding whose files these are: another one may be in view by now. */
  readonly finding: string | undefined
  readonly view: JobView | undefined
  readonly problem: Problem | undefined
  readonly running: boolean
  readonly cancel: () => void
  readonly results: readonly IntakeResult[]
  readonly forget: () => void
}

type Sending = {
  readonly finding: string
  readonly sent: number
  readonly total: number
  readonly job?: string
  readonly refused: readonly IntakeResult[]
  readonly problem?: Problem
}

/** Kept by the page, so that a finding saved for its first photo shows the intake that was begun before it had a number. */
export function useIntake(): Intake {
  const queries = useQueryClient()
  const [sending, setSending] = useState<Sending>()
  const ongoing = useOngoing(['evidence.add'])
  const [forgotten, setForgotten] = useState<string>()
  const followed = sending === undefined ? (ongoing === forgotten ? undefined : ongoing) : sending.job
  const job = useJob(followed)
  const ended = job.view?.state === 'done'
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: api.evidence.key() })
  }, [ended, queries])

  async function send(finding: string, files: readonly File[], from: EvidenceClass): Promise<void> {
    setSending({ finding, sent: 0, total: files.length, refused: [] })
    const { handles, refused } = await upload(files, (sent) => setSending((now) => now && { ...now, sent }))
    setSending((now) => now && { ...now, refused })
    if (handles.length === 0) return
    const started = await client.evidence.add({ finding, files: handles.map((handle) => ({ handle })), class: from })
    setSending((now) => now && { ...now, job: started.job })
  }
  const problem = sending?.problem ?? job.problem
  const results = [...(sending?.refused ?? []), ...(jobResult('evidence.add', job.view)?.results ?? [])]
  const uploading = sending !== undefined && sending.job === undefined && sending.sent < sending.total
  useStayAsked(uploading)
  return {
    start: (finding, files, from) => {
      send(finding, files, from).catch((error: unknown) =>
        setSending({ finding, sent: 0, total: 0, refused: [], problem: problemOf(error) }),
      )
    },
    finding: sending?.finding ?? job.view?.about ?? undefined,
    view: sending !== undefined && sending.job === undefined ? uploadView(sending) : job.view,
    problem,
    running: problem === undefined && (uploading || (followed !== undefined && job.running)),
    cancel: job.cancel,
    results,
    forget: () => {
      setSending(undefined)
      setForgotten(ongoing)
    },
  }
}

/** Files still on their way up are lost with the page, so the browser asks before it leaves; on the desktop nothing is sent up. */
function useStayAsked(uploading: boolean): void {
  useEffect(() => {
    if (!uploading || onDesktop) return undefined
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [uploading])
}

/** Each file stands alone: one that cannot be sent does not keep the others back. */
async function upload(files: readonly File[], tell: (sent: number) => void) {
  const handles: string[] = []
  const refused: IntakeResult[] = []
  for (const [index, file] of files.entries()) {
    try {
      handles.push((await uploadFile(file)).handle)
    } catch (error) {
      const { kind, details } = problemOf(error)
      if (kind === 'host.unreachable' || kind === 'session.missing') throw error
      refused.push({ fileName: file.name, evidence: null, alsoIn: [], problem: { kind, details: { ...details } } })
    }
    tell(index + 1)
  }
  return { handles, refused }
}

/** Sending is shown like the job that follows it. */
function uploadView({ sent, total }: Sending): JobView {
  const note = `正在读取第 ${Math.min(sent + 1, total)} 个文件，共 ${total} 个`
  return { id: '', kind: 'upload', about: null, state: 'running', done: sent, total, note, result: null, problem: null }
}
