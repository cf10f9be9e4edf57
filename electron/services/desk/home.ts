import { can } from '../../contract/capability.ts'
import { manifestSchema } from '../../contract/syncPackage.ts'
import { isOnItsWay } from '../../contract/sync.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import { missingFields } from '../../domain/finding.ts'
import { fieldLabel } from '../../domain/fieldLabel.ts'
import { nearDeadline } from '../../domain/milestone.ts'
import { visitProblems } from '../../domain/visit.ts'
import { beijingDay } from '../../contract/beijing.ts'
import { listEvents } from '../../store/row/events.ts'
import { countFindings, listFindings } from '../../store/query/finding.ts'
import { countWaiting } from '../../store/imports/waiting.ts'
import type { StagedImports } from '../../store/imports/stagedImports.ts'
import { listPackages } from '../../store/local/localPackage.ts'
import { listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { readTrust } from '../../store/change/trust.ts'
import { listDocuments } from '../../store/query/document.ts'
import { listVisits } from '../../store/query/visit.ts'
import { working } from '../host/procedure.ts'
import { listOwnDrafts } from '../record/draft.ts'
import type { Session } from '../host/host.ts'
import { peopleOf } from '../document/people.ts'
import { viewListed } from '../document/view.ts'
import { peersOf } from '../trust/peer.ts'
import { inspectorsOf } from '../record/visit.ts'

/** 工作台: what the person who asks should do next (electron/README §9). */

const summary = working.home.summary.handler(async ({ context: { host, session } }) => {
  const { kind, store, staged } = session.workspace
  const today = beijingDay(host.instant())
  const arrived = await arrivedPackages(staged)
  // The work at the site belongs to the teams: a headquarters sees what came in.
  const isTeam = kind === 'team'
  return store.read(async (tx) => {
    const recent = isTeam ? await viewRecentVisits(tx, today) : []
    return {
      today,
      visits: openVisits(recent),
      incomplete: isTeam ? await incompleteFindings(tx) : { total: 0, findings: [] },
      conflicts: await countFindings(tx, { state: '冲突' }),
      waiting: await countWaiting(tx),
      drafts: await listOwnDrafts(tx, session.person),
      documents: isTeam ? await openDocuments(tx, session) : [],
      unwritten: (await mayCompile(tx, session)) ? await unwrittenVisits(tx, recent) : [],
      packages: [...arrived, ...(await sentPackages(tx))].slice(0, shownRows),
      milestones: await nearMilestones(tx, today),
    }
  })
})

export const home = { summary }

const shownRows = 8
/** Work that is still open is recent work; older visits are found in the list. */
const recentVisits = 60

async function viewRecentVisits(tx: ReadTx, today: string) {
  const { rows } = await listVisits(tx, { limit: recentVisits })
  return Promise.all(
    rows.map(async (row) => {
      const inspectors = await inspectorsOf(tx, row.id)
      return {
        id: row.id,
        number: row.number,
        unitName: row.unitName ?? (row.unit === null ? '单位未填' : '单位未到达本机'),
        mode: row.mode,
        visitedOn: row.visitedOn,
        today: row.visitedOn === today,
        findings: row.findings,
        problems: visitProblems(row, inspectors.length).map(({ message }) => message),
      }
    }),
  )
}

type VisitView = Awaited<ReturnType<typeof viewRecentVisits>>[number]

function openVisits(recent: readonly VisitView[]) {
  const open = recent.filter((view) => view.today || view.problems.length > 0)
  return open.toSorted((a, b) => Number(b.today) - Number(a.today)).slice(0, shownRows)
}

async function unwrittenVisits(tx: ReadTx, recent: readonly VisitView[]) {
  const compiled = new Set((await listRows(tx, 'document')).map(({ parent }) => parent))
  return recent
    .filter(({ id, today, problems, findings }) => !today && problems.length === 0 && findings > 0 && !compiled.has(id))
    .slice(0, shownRows)
    .map(({ id, unitName, visitedOn, findings }) => ({ id, unitName, visitedOn, findings }))
}

async function mayCompile(tx: ReadTx, { workspace, person }: Session): Promise<boolean> {
  return can(rolesOf(person, workspace.log, await readTrust(tx)), 'compileDocument')
}

async function incompleteFindings(tx: ReadTx) {
  const { rows, total } = await listFindings(tx, { state: '缺项', limit: shownRows })
  const findings = rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    unitName: row.unitName ?? '单位未到达本机',
    missing: missingFields(row, { evidenceCount: row.evidence }).map((field) => ({
      field,
      label: fieldLabel('finding', field),
    })),
  }))
  return { total, findings }
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

/** Among the newest that are open is whatever waits for a person. */
const openDocumentsLooked = 200

/** Read and checked, not imported yet: they wait for a decision or for a package before them. */
async function arrivedPackages(staged: StagedImports) {
  return (await staged.list()).map(({ id, manifest, serial, createdAt }) => ({
    id,
    peerName: manifestSchema.parse(JSON.parse(manifest)).sender.name,
    serial,
    direction: 'in' as const,
    state: '待导入',
    madeAt: createdAt,
  }))
}

/** Only headquarters answers with receipts. */
async function sentPackages(tx: ReadTx) {
  const receipts = new Set((await listEvents(tx, 'receipt', {})).map((receipt) => receipt.package))
  const above = new Map(
    (await peersOf(tx)).flatMap(({ log, kind, name }) => (kind === '总部' ? [[log, name] as const] : [])),
  )
  const open = (await listPackages(tx)).filter(
    ({ direction, state, manifest, peer }) =>
      direction === 'out' && isOnItsWay(state) && above.has(peer) && !receipts.has(manifest),
  )
  return open.map(({ id, peer, serial, direction, state, madeAt }) => ({
    id,
    peerName: above.get(peer) ?? '',
    serial,
    direction,
    state,
    madeAt,
  }))
}

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
