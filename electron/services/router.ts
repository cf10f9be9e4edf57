import { implement } from '@orpc/server'
import { contract } from '../contract/api.ts'
import { draft } from './draft.ts'
import { enrolment } from './enrolment.ts'
import { evidence } from './evidence.ts'
import { finding } from './finding.ts'
import type { RequestContext } from './host.ts'
import { help } from './help.ts'
import { home } from './home.ts'
import { job, live } from './jobProcedures.ts'
import { memo } from './memo.ts'
import { palette } from './palette.ts'
import { memoCheck } from './memoCheckView.ts'
import { riskPoint } from './riskPoint.ts'
import { campaign, person, task, unit } from './roster.ts'
import { sync } from './sync.ts'
import { visit } from './visit.ts'
import { workspace } from './workspace.ts'

/** Every procedure of the contract, the same for every host (DESIGN §5). */
export const router = implement(contract).$context<RequestContext>().router({
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
  job,
  live,
})
