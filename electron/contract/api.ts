import { draft } from './draft.ts'
import { evidence } from './evidence.ts'
import { finding } from './finding.ts'
import { help } from './help.ts'
import { home } from './home.ts'
import { jobs, live } from './job.ts'
import { memo } from './document/memo.ts'
import { palette } from './palette.ts'
import { memoCheck } from './document/memoCheck.ts'
import { riskPoint } from './riskPoint.ts'
import { campaign, person, task, unit } from './roster.ts'
import { enrolment, sync } from './sync.ts'
import { visit } from './visit.ts'
import { workspace } from './workspace.ts'

/** The contract: every procedure of the program, the same on every host (electron/README §5). */
export const contract = {
  workspace,
  unit,
  person,
  campaign,
  task,
  riskPoint,
  visit,
  finding,
  evidence,
  draft,
  memo,
  memoCheck,
  help,
  home,
  palette,
  enrolment,
  sync,
  job: jobs,
  live,
}
