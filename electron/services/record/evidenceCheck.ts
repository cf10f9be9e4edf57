import * as z from 'zod'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { listRows } from '../../store/row/rows.ts'
import type { JobContext } from '../host/procedure.ts'
import { defineJob } from '../host/startJob.ts'
import type { JobReport } from '../job/jobRunner.ts'

export const verifyEvidenceJob = defineJob('evidence.verifyAll', z.object({}), verifyEvidence)

/** Numbers of the pieces whose bytes are absent or no longer what their hash says. */
async function verifyEvidence(
  { session }: JobContext,
  _all: object,
  report: JobReport,
): Promise<JobResult<'evidence.verifyAll'>> {
  const { store } = session.workspace
  const rows = await store.read((tx) => listRows(tx, 'evidence', { includeRemoved: true }))
  const damaged: string[] = []
  for (const [index, { content, number }] of rows.entries()) {
    report.signal.throwIfAborted()
    report.progress(index, rows.length, '校验证据')
    if (content === null || !(await store.blobs.verify(content))) damaged.push(number)
  }
  report.progress(rows.length, rows.length, '完成')
  return { checked: rows.length, damaged }
}
