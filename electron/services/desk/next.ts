import { beijingDay } from '../../contract/beijing.ts'
import { can } from '../../contract/capability.ts'
import { type Awaited, officeStep, teamStep, type Work } from '../../domain/nextStep.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import type { People } from '../../domain/identity/lineSignatures.ts'
import type { Grant, TrustState } from '../../domain/rights/trust.ts'
import { readTrust } from '../../store/change/trust.ts'
import { compiledAmong, type ListedDocument, listDocuments } from '../../store/query/document.ts'
import { countFindings } from '../../store/query/finding.ts'
import { findStanding } from '../../store/query/identity.ts'
import type { ReadTx } from '../../store/store.ts'
import { peopleOf } from '../document/people.ts'
import { unableSigners } from '../document/signers.ts'
import { viewListed } from '../document/view.ts'
import type { Session } from '../host/host.ts'
import { working } from '../host/procedure.ts'
import type { Peer } from '../host/setting.ts'
import { waitingDown } from '../package/waitingDown.ts'
import { readSetting } from '../host/settingAccess.ts'
import { findOwnLogChain } from '../trust/logCertificate.ts'
import { ownChangesAfter, peersOf } from '../trust/peer.ts'
import { arrivedPackages, incompleteFindings, sentPackages, viewRecentVisits } from './openWork.ts'

/** The one thing that comes next for the person who asks (electron/README §9). */
export const next = working.home.next.handler(async ({ context: { host, session } }) => {
  const { kind, store, staged } = session.workspace
  const arrived = (await arrivedPackages(staged)).map(({ peerName, serial }) => ({ sender: peerName, serial }))
  const today = beijingDay(host.instant())
  return store.read(async (tx) => {
    const trust = await readTrust(tx)
    const standing = await standingOf(tx, session, trust)
    const shared = {
      ...standing,
      arrived,
      conflicts: await countFindings(tx, { state: '冲突' }),
    }
    return kind === 'team'
      ? teamStep({ ...shared, ...(await teamWork(tx, session, { today, trust, ...standing })) })
      : officeStep({ ...shared, ...(await officeWork(tx)) })
  })
})

/** Visits and papers that are looked at: what is open is recent. */
const looked = 20

async function standingOf(tx: ReadTx, { workspace, person }: Session, trust: TrustState) {
  const held = rolesOf(person, workspace.log, trust)
  return {
    registered: (await findOwnLogChain(tx, workspace)) !== undefined,
    requested: (await readSetting(tx, 'request')) !== undefined,
    mayCompile: can(held, 'compileDocument'),
    mayExchange: can(held, 'exchangePackages'),
  }
}

async function officeWork(tx: ReadTx): Promise<Pick<Work, TeamFacts>> {
  const owed = (await waitingDown(tx)).map(({ name, words }) => ({ name, what: `有 ${words}` }))
  return { visits: [], incomplete: undefined, documents: [], owed, underWay: [] }
}
type TeamFacts = 'visits' | 'incomplete' | 'documents' | 'owed' | 'underWay'

type Asked = Pick<Work, 'mayCompile'> & { readonly today: string; readonly trust: TrustState }

async function teamWork(tx: ReadTx, { person }: Session, asked: Asked): Promise<Pick<Work, TeamFacts>> {
  const visits = await viewRecentVisits(tx, { today: asked.today, limit: looked })
  const compiled = await compiledAmong(
    tx,
    visits.map(({ id }) => id),
  )
  const team = await handingOver(tx, asked)
  const { rows } = await listDocuments(tx, { open: true, limit: looked })
  const people = await peopleOf(tx)
  return {
    visits: visits.map((visit) => ({ ...visit, compiled: compiled.has(visit.id) })),
    incomplete: (await incompleteFindings(tx, 1)).findings[0],
    documents: await Promise.all(rows.map((row) => openDocument(tx, row, { person, people, team }))),
    owed: team.owed,
    underWay: (await sentPackages(tx)).map(({ peerName, serial }) => ({ name: peerName, serial })),
  }
}

/** How far what was made here has gone to each other computer, and who works at it. */
type HandingOver = {
  readonly owed: Work['owed']
  readonly laptops: readonly { readonly log: string; readonly unsent: number }[]
  readonly trust: TrustState
}

async function handingOver(tx: ReadTx, { mayCompile, trust }: Asked): Promise<HandingOver> {
  const peers = await peersOf(tx)
  const laptops = await Promise.all(
    peers
      .filter(({ kind }) => kind === '检查组')
      .map(async ({ log, name }) => ({ log, name, unsent: await ownChangesAfter(tx, log) })),
  )
  const leads = laptops.filter(({ log }) => isLeads(log, trust))
  // A member hands her work to the lead, who sends it on with the paper; without a known lead it goes up as the lead's does.
  if (!mayCompile && leads.length > 0) return { owed: leads.flatMap(owedTo), laptops, trust }
  const above = peers.find(({ kind }) => kind === '总部')
  const upward = above === undefined ? [] : owedTo({ name: above.name, unsent: await ownChangesAfter(tx, above.log) })
  return { owed: upward, laptops, trust }
}

function owedTo({ name, unsent }: Pick<Peer, 'name'> & { readonly unsent: number }): Work['owed'] {
  return unsent === 0 ? [] : [{ name, what: `有 ${unsent} 条改动` }]
}

/** Someone who compiles papers works on it. */
function isLeads(log: string, { grants }: TrustState): boolean {
  return grants.some((grant) => grant.log === log && can([grant.role], 'compileDocument'))
}

type Asking = { readonly person: string; readonly people: People; readonly team: HandingOver }

async function openDocument(tx: ReadTx, row: ListedDocument, { person, people, team }: Asking) {
  const { id, unitName, state, waitsForMe } = viewListed(row, person, people)
  const others = row.waitsFor.filter((one) => !people.isSame(one, person))
  const named = await Promise.all(
    others.map(async (one) => ({ person: one, name: (await findStanding(tx, 'person', one))?.name ?? '其他人' })),
  )
  const unable = new Map((await unableSigners(tx, named)).map((one) => [one.person, one]))
  const awaits = named.map(({ person: one, name }): Awaited => {
    const cannot = unable.get(one)
    if (cannot !== undefined) return { name, standing: cannot.known.length > 0 ? '待合并' : '未登记' }
    return { name, standing: standingWith(({ person: granted }) => people.isSame(granted, one), team) }
  })
  return { id, unitName, state, waitsForMe, awaits }
}

function standingWith(isHers: (grant: Grant) => boolean, { laptops, trust }: HandingOver): Awaited['standing'] {
  const logs = trust.grants.filter(isHers).map(({ log }) => log)
  const hers = laptops.filter(({ log }) => logs.includes(log))
  if (hers.length === 0) return '未登记'
  return hers.every(({ unsent }) => unsent === 0) ? '已交' : '待交'
}
