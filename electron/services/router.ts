import { implement } from '@orpc/server'
import { contract } from '../contract/api.ts'
import { draft } from './record/draft.ts'
import { enrolment } from './enrolment/enrolment.ts'
import { evidence } from './record/evidence.ts'
import { finding } from './record/finding.ts'
import type { RequestContext } from './host/host.ts'
import { help } from './desk/help.ts'
import { history } from './record/history.ts'
import { home } from './desk/home.ts'
import { job, live } from './desk/job.ts'
import { document } from './document/document.ts'
import { palette } from './desk/palette.ts'
import { documentCheck } from './document/checkView.ts'
import { riskPoint } from './record/riskPoint.ts'
import { campaign, person, task, unit } from './record/roster.ts'
import { team } from './enrolment/teamDesk.ts'
import { sync } from './exchange/sync.ts'
import { incoming } from './exchange/incoming.ts'
import { revocation } from './exchange/revocation.ts'
import { holdings } from './holdings/holdingsArchive.ts'
import { trash } from './record/trash.ts'
import { undo } from './record/undo.ts'
import { visit } from './record/visit.ts'
import { workspace } from './workspace/workspace.ts'

/** Every procedure of the contract, the same for every host (electron/README §5). */
export const router = implement(contract)
  .$context<RequestContext>()
  .router({
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
    sync: { ...sync, holdings },
    incoming,
    revocation,
    job,
    live,
  })
