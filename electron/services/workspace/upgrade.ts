import * as z from 'zod'
import { schemaVersion } from '../../contract/catalogue/catalogue.ts'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { applyWaiting, countUnapplied } from '../../store/imports/waiting.ts'
import type { Session } from '../host/host.ts'
import type { JobContext } from '../host/procedure.ts'
import { readSetting, writeSetting } from '../host/settingAccess.ts'
import { defineJob, startJob } from '../host/startJob.ts'
import type { JobReport } from '../job/jobRunner.ts'

export const upgradeJob = defineJob('workspace.upgrade', z.object({}), applyKept)

/** Reads in what an older program kept aside; begun anew it goes on where it stood, because what is applied waits no more. */
async function applyKept(
  { session }: JobContext,
  _all: object,
  report: JobReport,
): Promise<JobResult<'workspace.upgrade'>> {
  const { store } = session.workspace
  const total = await store.read(countUnapplied)
  await applyWaiting(store, {
    signal: report.signal,
    progress: (done) => report.progress(done, total, '读入留存的内容'),
  })
  const left = await store.read(countUnapplied)
  await store.write((tx) => writeSetting(tx, 'appliedSchema', { schemaVersion }))
  return { applied: total - left, invalid: left }
}

/** After an unlock: where this program is another than the one that last judged what is kept, it looks at it again. */
export async function startUpgrade(context: JobContext): Promise<void> {
  const { host, session } = context
  if (!(await isDue(session)) || (await isUnderWay(context))) return
  await startJob({ host, session }, upgradeJob, {})
}

async function isDue({ workspace: { store } }: Session): Promise<boolean> {
  const applied = await store.read((tx) => readSetting(tx, 'appliedSchema'))
  if (applied?.schemaVersion === schemaVersion) return false
  if ((await store.read(countUnapplied)) > 0) return true
  await store.write((tx) => writeSetting(tx, 'appliedSchema', { schemaVersion }))
  return false
}

/** A stop left it, and it has been taken up again, or another window's unlock has begun it. */
async function isUnderWay({ host, session }: JobContext): Promise<boolean> {
  const jobs = await host.jobs.list(session.workspace)
  return jobs.some(({ kind, state }) => kind === upgradeJob.kind && (state === 'waiting' || state === 'running'))
}
