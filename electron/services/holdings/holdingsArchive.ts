import * as z from 'zod'
import type { DocumentVerdict } from '../../contract/document/documentCheck.ts'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { createArchive } from '../../opc/archive.ts'
import { beijingDay } from '../../contract/beijing.ts'
import { safeFileName } from '../../domain/fileName.ts'
import { working, type JobContext } from '../host/procedure.ts'
import { defineJob, startJob } from '../host/startJob.ts'
import { collectHoldings } from './holdings.ts'
import type { JobReport } from '../job/jobRunner.ts'
import type { DocumentCheck } from '../document/check.ts'
import { verdictOf } from '../document/verdict.ts'

export const holdingsJob = defineJob('sync.holdings', z.object({}), offerHoldings)

export const holdings = working.sync.holdings.handler(({ context }) => startJob(context, holdingsJob, {}))

/**
 * All that is held, as one zip that a window saves. While it waits to be fetched it lies sealed on the disk, like every
 * upload: the photos and findings in it are nobody else's.
 */
async function offerHoldings(
  { host, session: { workspace } }: JobContext,
  _all: object,
  report: JobReport,
): Promise<JobResult<'sync.holdings'>> {
  const at = host.instant()
  const fileName = safeFileName(`${workspace.name}_所存内容_${beijingDay(at)}.zip`)
  const archive = createArchive(at)
  const stop = (): void => archive.abort(new DOMException('stopped', 'AbortError'))
  report.signal.addEventListener('abort', stop, { once: true })
  async function fill() {
    try {
      const holdings = await collectHoldings(workspace, {
        at,
        target: archive,
        progress: (done, total) => report.progress(done, total, '整理照片'),
        signal: report.signal,
      })
      archive.end()
      return holdings
    } catch (error) {
      stop()
      throw error
    }
  }
  // When one end fails the other does too; neither is left behind.
  const [filled, sealed] = await Promise.allSettled([fill(), host.files.offerSealed(fileName, archive.bytes)])
  report.signal.removeEventListener('abort', stop)
  if (filled.status === 'rejected' && !isAbort(filled.reason)) throw filled.reason
  if (sealed.status === 'rejected') throw sealed.reason
  if (filled.status === 'rejected') throw filled.reason
  const { findings, photos, damaged, documents } = filled.value
  return { ...sealed.value, fileName, findings, photos, damaged, documents: verdicts(documents) }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function verdicts(documents: readonly DocumentCheck[]) {
  const found = documents.map(verdictOf)
  const count = (wanted: DocumentVerdict) => found.filter((verdict) => verdict === wanted).length
  return {
    valid: count('valid'),
    untrusted: count('untrusted'),
    waiting: count('waiting'),
    unsigned: count('unsigned'),
    broken: count('broken'),
  }
}
