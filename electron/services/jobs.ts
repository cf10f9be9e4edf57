import type { JobKind } from '../contract/job/jobKind.ts'
import { freezeJob } from './document/freeze.ts'
import { acceptJob, exportJob, stageJob } from './exchange/syncJobs.ts'
import { holdingsJob } from './holdings/holdingsArchive.ts'
import type { Job } from './host/startJob.ts'
import { verifyEvidenceJob } from './record/evidenceCheck.ts'
import { intakeJob } from './record/intake.ts'
import { upgradeJob } from './workspace/upgrade.ts'

/** Every job of a workspace: what an unlock goes on with. Work before a workspace is open is not taken up again. */
export const jobs = {
  'evidence.add': intakeJob,
  'evidence.verifyAll': verifyEvidenceJob,
  'document.freeze': freezeJob,
  'sync.export': exportJob,
  'sync.stage': stageJob,
  'sync.accept': acceptJob,
  'sync.holdings': holdingsJob,
  'workspace.upgrade': upgradeJob,
} satisfies { readonly [K in Exclude<JobKind, 'workspace.openDemo'>]: Pick<Job<K>, 'kind' | 'run'> }
