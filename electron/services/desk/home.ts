import { can } from '../../contract/capability.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import { nearDeadline } from '../../domain/milestone.ts'
import { beijingDay } from '../../contract/beijing.ts'
import { countFindings } from '../../store/query/finding.ts'
import { countWaiting } from '../../store/imports/waiting.ts'
import { listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { readTrust } from '../../store/change/trust.ts'
import { compiledAmong, listDocuments } from '../../store/query/document.ts'
import { working } from '../host/procedure.ts'
import { listOwnDrafts } from '../record/draft.ts'
import type { Session } from '../host/host.ts'
import { peopleOf } from '../document/people.ts'
import { viewListed } from '../document/view.ts'
import { waitingDown } from '../package/waitingDown.ts'
import { next } from './next.ts'
import { arrivedPackages, incompleteFindings, sentPackages, viewRecentVisits, type VisitView } from './openWork.ts'

/** 工作台: what the person who asks should do next (electron/README §9). */

const summary = working.home.summary.handler(async ({ context: { host, session } }) => {
  const { kind, store, staged } = session.workspace
  const today = beijingDay(host.instant())
  const arrived = await arrivedPackages(staged)
  // The work at the site belongs to the teams: a headquarters sees what came in.
  const isTeam = kind === 'team'
  return store.read(async (tx) => {
    const recent = isTeam ? await viewRecentVisits(tx, { today, limit: recentVisits }) : []
    return {
      today,
      visits: openVisits(recent),
      incomplete: isTeam ? await incompleteFindings(tx, shownRows) : { total: 0, findings: [] },
      conflicts: await countFindings(tx, { state: '冲突' }),
      waiting: await countWaiting(tx),
      drafts: await listOwnDrafts(tx, session.person),
      documents: isTeam ? await openDocuments(tx, session) : [],
      groundless: await groundlessPapers(tx),
      unwritten: (await mayCompile(tx, session)) ? await unwrittenVisits(tx, recent) : [],
      packages: [...arrived, ...(await sentPackages(tx))].slice(0, shownRows),
      waitingDown: isTeam ? [] : [...(await waitingDown(tx))],
      milestones: await nearMilestones(tx, today),
    }
  })
})

export const home = { summary, next }

const shownRows = 8
/** Work that is still open is recent work; older visits are found in the list. */
const recentVisits = 60

function openVisits(recent: readonly VisitView[]) {
  const open = recent.filter((view) => view.today || view.problems.length > 0)
  return open.toSorted((a, b) => Number(b.today) - Number(a.today)).slice(0, shownRows)
}

async function unwrittenVisits(tx: ReadTx, recent: readonly VisitView[]) {
  const compiled = await compiledAmong(
    tx,
    recent.map(({ id }) => id),
  )
  return recent
    .filter(({ id, today, problems, findings }) => !today && problems.length === 0 && findings > 0 && !compiled.has(id))
    .slice(0, shownRows)
    .map(({ id, unitName, visitedOn, findings }) => ({ id, unitName, visitedOn, findings }))
}

async function mayCompile(tx: ReadTx, { workspace, person }: Session): Promise<boolean> {
  return can(rolesOf(person, workspace.log, await readTrust(tx)), 'compileDocument')
}

/** Those that wait for this person's signature first, then drafts and those whose paper is out of date. */
async function openDocuments(tx: ReadTx, session: Session) {
  const { rows } = await listDocuments(tx, { open: true, limit: openDocumentsLooked })
  const people = await peopleOf(tx)
  return rows
    .map((row) => viewListed(row, session.person, people))
    .toSorted((a, b) => Number(b.waitsForMe) - Number(a.waitsForMe))
    .slice(0, shownRows)
    .map(({ id, unitName, state, waitsForMe }) => ({ id, unitName, state, waitsForMe }))
}

/** Papers that rest on what was refused, declined or withdrawn since: on both sides, signed ones above all. */
async function groundlessPapers(tx: ReadTx) {
  const { rows, total } = await listDocuments(tx, { groundless: true, limit: shownRows })
  const papers = rows.map(({ id, kind, unitName, state, grounds }) => ({
    ...{ id, kind: kind ?? '', unitName: unitName ?? '', state, grounds },
  }))
  return { total, papers }
}

/** Among the newest that are open is whatever waits for a person. */
const openDocumentsLooked = 200

async function nearMilestones(tx: ReadTx, today: string) {
  const campaigns = new Map((await listRows(tx, 'campaign')).map((campaign) => [campaign.id, campaign]))
  const near = (await listRows(tx, 'milestone')).flatMap((milestone) => {
    const campaign = campaigns.get(milestone.parent ?? '')
    const deadline = campaign === undefined ? undefined : nearDeadline(milestone, campaign, today)
    if (campaign === undefined || deadline === undefined) return []
    const { id, title, source } = milestone
    const { lastDay: dueOn, daysLeft: days, text } = deadline
    return [{ id, title: title ?? '', campaign: campaign.name ?? '', dueOn, days, text, source }]
  })
  return near.toSorted((a, b) => a.days - b.days).slice(0, shownRows)
}
