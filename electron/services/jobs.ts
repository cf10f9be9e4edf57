import { documentJobs } from './document/document.ts'
import { incomingJobs } from './exchange/incomingJobs.ts'
import { syncJobs } from './exchange/syncJobs.ts'
import { holdingsJob } from './holdings/holdingsArchive.ts'
import type { Job, ResumedKind } from './host/startJob.ts'
import { evidenceJobs } from './record/evidence.ts'
import { upgradeJob } from './workspace/upgrade.ts'

/** Every job of a workspace: what an unlock goes on with. */
export const jobs = {
  ...evidenceJobs,
  ...documentJobs,
  ...syncJobs,
  ...incomingJobs,
  'sync.holdings': holdingsJob,
  'workspace.upgrade': upgradeJob,
} satisfies { readonly [K in ResumedKind]: Pick<Job<K>, 'kind' | 'run'> }
