import { draft } from './draft.ts'
import { evidence } from './evidence.ts'
import { finding } from './finding.ts'
import { history } from './history.ts'
import { help } from './desk/help.ts'
import { home } from './desk/home.ts'
import { jobs, live } from './job/job.ts'
import { document } from './document/document.ts'
import { incoming } from './exchange/incoming.ts'
import { palette } from './desk/palette.ts'
import { documentCheck } from './document/documentCheck.ts'
import { revocation } from './exchange/revocation.ts'
import { riskPoint } from './riskPoint.ts'
import { campaign, person, task, unit } from './roster.ts'
import { enrolment, sync } from './exchange/sync.ts'
import { team } from './exchange/team.ts'
import { trash } from './trash.ts'
import { undo } from './undo.ts'
import { visit } from './visit.ts'
import { workspace } from './workspace.ts'

/** The contract: every procedure of the program, the same on every host (electron/README §5). */
export const contract = {
  workspace,
  unit,
  person,
  campaign,
  task,
  team,
  riskPoint,
  visit,
  finding,
  evidence,
  draft,
  undo,
  trash,
  history,
  document,
  documentCheck,
  help,
  home,
  palette,
  enrolment,
  sync,
  incoming,
  revocation,
  job: jobs,
  live,
}
