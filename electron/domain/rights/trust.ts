import type { Role } from '../../contract/capability.ts'
import { isHere, type Branches, type Ending, endingOf, furthestOf, type Position } from './cut.ts'
import { firstChange } from '../log/merge.ts'

/** What is known about who may write; built from the change log alone, so that every replica judges alike. */
export type TrustState = GivenTrust & {
  readonly enrolledLogs: ReadonlySet<string>
  readonly grants: readonly Grant[]
  readonly revocations: readonly Revocation[]
  /** Who is in which team, the earliest membership first. */
  readonly memberships: readonly Membership[]
  /** By the root of a case, in the order in which it was handed over. */
  readonly handOvers: ReadonlyMap<string, readonly HandOver[]>
}

/** What is given before any decision. */
export type GivenTrust = {
  readonly headquartersLogs: ReadonlySet<string>
  /** Those of them that another workspace writes: a second machine, a higher level. */
  readonly headquartersElsewhere: ReadonlySet<string>
  /** The roles a workspace gives its creator; they hold only in its own log (decisions.md 21). */
  readonly founder: { readonly log: string; readonly person: string; readonly roles: readonly Role[] } | null
  /** Of logs with two changes of one number: how their changes hang together. */
  readonly branches: Branches
}

/** `unit` narrows what a package carries (decisions.md 12), not what its holder may write. */
export type Grant = {
  readonly person: string
  readonly log: string
  readonly role: Role
  readonly unit: string | null
  /** The role holds for cases of this campaign; null: for all (decisions.md 56). */
  readonly campaign: string | null
  readonly endings: readonly Ending[]
}
export type Revocation = {
  readonly kind: '证书' | '人员' | '日志'
  readonly subject: string
  /** Of schema 1: ISO 8601 UTC, from this moment on, inclusive. null: it ends by cuts. */
  readonly since: string | null
  readonly ending: Ending
}
export type Membership = {
  readonly team: string
  readonly log: string
  readonly endings: readonly Ending[]
  /** It names nobody: it only lets stand what a computer of another team had written before the teams were made. */
  readonly isGuest: boolean
}
/** `ending`: how far the work of those who had it before still counts. */
export type HandOver = { readonly to: string; readonly ending: Ending }

/** One decision of headquarters, as its event says it. */
export type Decision = {
  readonly id: string
  readonly clock: string
  readonly log: string
  readonly entity: string
  readonly entityId: string
  readonly parent?: string | undefined
  readonly set: Readonly<Record<string, unknown>>
}

/** Who may write, out of decisions that count. Their order does not matter. */
export function foldTrust(given: GivenTrust, decisions: readonly Decision[]): TrustState {
  const events = onceEach(decisions)
  const of = (entity: string) => events.filter((event) => event.entity === entity)
  const under = Map.groupBy(events, (event) => `${event.entity} ${event.parent}`)
  const childrenOf = (entity: string, { entityId }: Decision) => under.get(`${entity} ${entityId}`) ?? []
  const ending = (end: Decision) => endingOf(given.branches, cutsUnder(end, childrenOf))
  const endings = (entity: string, begun: Decision) => childrenOf(entity, begun).map(ending)
  return {
    ...given,
    enrolledLogs: new Set(of('logEnrolled').flatMap(({ set }) => textIn(set, 'log') ?? [])),
    grants: of('grant').flatMap((event) => toGrant(event.set, endings('grantEnded', event))),
    revocations: of('revocation')
      .filter((event) => childrenOf('revocationLifted', event).length === 0)
      .flatMap((event) => toRevocation(event.set, ending(event))),
    memberships: of('teamMember').flatMap((event) => toMembership(event, endings('teamLeft', event))),
    handOvers: Map.groupBy(
      of('rootHandedOver').flatMap((event) => toHandOver(event, ending(event))),
      ({ root }) => root,
    ),
  }
}

/** As the tables hold them, in the order of the log: two kinds of events may claim one id, and one is said in many channels. */
function onceEach(decisions: readonly Decision[]): readonly Decision[] {
  const claims = Map.groupBy(decisions, ({ entity, entityId }) => `${entity} ${entityId}`).values()
  return inOrder([...claims].flatMap((same) => firstChange(same) ?? []))
}

function inOrder(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.toSorted((a, b) => (firstChange([a, b]) === a ? -1 : 1))
}

type ChildrenOf = (entity: string, event: Decision) => readonly Decision[]

/** The cuts of one end, each as far as it has been raised. */
function cutsUnder(end: Decision, childrenOf: ChildrenOf): readonly Position[] {
  return childrenOf('cut', end).flatMap((cut): readonly Position[] => {
    const log = textIn(cut.set, 'log')
    if (log === undefined) return []
    const [first, ...raised] = [cut, ...childrenOf('cutRaised', cut)].flatMap(({ set }) => placeIn(log, set))
    return first === undefined ? [] : [furthestOf([first, ...raised])]
  })
}

function placeIn(log: string, set: Decision['set']): readonly Position[] {
  const number = set['number']
  return typeof number === 'number' ? [{ log, number, id: textIn(set, 'hash') ?? '' }] : []
}

function toGrant(set: Decision['set'], endings: readonly Ending[]): readonly Grant[] {
  const [person, log, role] = [textIn(set, 'person'), textIn(set, 'log'), textIn(set, 'role')]
  if (person === undefined || log === undefined || role === undefined) return []
  const [unit = null, campaign = null] = [textIn(set, 'unit'), textIn(set, 'campaign')]
  // The catalogue checked the word when the change came in.
  return [{ person, log, role: role as Role, unit, campaign, endings }]
}

function toRevocation(set: Decision['set'], ending: Ending): readonly Revocation[] {
  const [kind, subject, since = null] = [textIn(set, 'kind'), textIn(set, 'subject'), textIn(set, 'since')]
  if (subject === undefined || (kind !== '证书' && kind !== '人员' && kind !== '日志')) return []
  return [{ kind, subject, since, ending }]
}

function toMembership({ parent, set }: Decision, endings: readonly Ending[]): readonly Membership[] {
  const log = textIn(set, 'log')
  return parent === undefined || log === undefined
    ? []
    : [{ team: parent, log, endings, isGuest: textIn(set, 'person') === undefined }]
}

function toHandOver({ parent, set }: Decision, ending: Ending) {
  const to = textIn(set, 'to')
  return parent === undefined || to === undefined ? [] : [{ root: parent, to, ending }]
}

function textIn(set: Decision['set'], field: string): string | undefined {
  const value = set[field]
  return typeof value === 'string' ? value : undefined
}

/** Whether a right that may have ended holds for a change at this place; without a place, whether it holds from now on. */
export function holds(endings: readonly Ending[], place: Position | undefined): boolean {
  return endings.every((ending) => place !== undefined && isHere(ending, place))
}

/** The logs through which some right ends. */
export function logsCut({ grants, revocations, memberships, handOvers }: TrustState): ReadonlySet<string> {
  const endings = [
    ...[...grants, ...memberships].flatMap((right) => right.endings),
    ...[...revocations, ...[...handOvers.values()].flat()].map((end) => end.ending),
  ]
  return new Set(endings.flat().map(({ log }) => log))
}
