import { nounOf, type Entity } from '../../contract/catalogue/catalogue.ts'
import { can, type Capability, type Role } from '../../contract/capability.ts'
import type { EventNoun, RowNoun } from '../../contract/catalogue/noun.ts'
import { assertNever } from '../assertNever.ts'
import { isHere, type Position } from './cut.ts'
import { type Case, isTeamMate, type OwnershipFault, refusedOwner } from './ownership.ts'
import { type Grant, holds, type TrustState } from './trust.ts'

export type JudgedChange = Position & {
  /** undefined: the author is sealed for headquarters and cannot be read here. */
  readonly author: string | undefined
  /** ISO 8601 UTC, the wall time the author's machine gave. */
  readonly at: string
  readonly entity: Entity
  /**
   * The change makes its entity: an event, or a row change that sets every field and replaces nothing. It must be read
   * off the change itself, never off what is already stored here, or the order of arrival would decide.
   */
  readonly isNew: boolean
  readonly fields: readonly string[]
  /** It says of its row that it is, or is not, the same as another. A making that says nothing of it does not. */
  readonly joins?: boolean | undefined
  /** Headquarters has said that of the row: whatever a team says beside it does not count. */
  readonly joinSettled?: boolean | undefined
  /** The log whose change made the row, where it is known: what a team made locally it may also correct. */
  readonly madeBy?: string | undefined
  /**
   * The case it belongs to; several only where a change of schema 1 names none and ids collide. Empty: what it says of its
   * case is not, or not yet, borne out by what it stands on. Left out where it belongs to none, or no teams are known.
   */
  readonly cases?: readonly Case[] | undefined
}

export type RefusalReason =
  | OwnershipFault
  | 'idUnproved'
  | 'rootUnproved'
  | 'logNotEnrolled'
  | 'logRevoked'
  | 'personRevoked'
  | 'headquartersOnly'
  | 'joinSettled'
  | 'authorSealed'
  | 'roleMissing'
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: RefusalReason }

/**
 * Judges a change, made here or imported, by the same rules (electron/README §3). Headquarters' logs other than the workspace's
 * own are trusted as a whole: headquarters judged its people before it wrote, and their roles do not travel down.
 */
export function authorise(change: JudgedChange, trust: TrustState): Verdict {
  const reason =
    refusedLog(change, trust) ??
    refusedPerson(change, trust) ??
    refusedCase(change, trust) ??
    refusedRight(change, nounOf(change.entity), trust)
  return reason === undefined ? { ok: true } : { ok: false, reason }
}

/**
 * The roles a person holds in a log: granted ones, and the founder's until headquarters has enrolled the log. For a change
 * at a place, those that counted there, for its case; without one, those that hold from now on.
 */
export function rolesOf(person: string, log: string, trust: TrustState, change?: JudgedChange): ReadonlySet<Role> {
  const granted = trust.grants.filter(
    (grant) => grant.person === person && grant.log === log && counts(grant, trust, change),
  )
  return new Set([...granted.map((grant) => grant.role), ...founderRoles(person, log, trust)])
}

/**
 * What headquarters wrote is trusted as a whole everywhere else, so the end of a role there takes nothing back: it keeps its
 * holder from writing more. Who must not count any more is revoked.
 */
function counts({ log, campaign, endings }: Grant, trust: TrustState, change: JudgedChange | undefined): boolean {
  const isWritten = change !== undefined && isHeadquarters(log, trust)
  if (!isWritten && !holds(endings, change)) return false
  const makings = change?.cases?.flatMap((one) => one.makings)
  return campaign === null || makings === undefined || makings.some((made) => made.campaign === campaign)
}

/** Why a change is in quarantine, as a sentence for the person who reads the list. */
export function refusalText(reason: RefusalReason): string {
  switch (reason) {
    case 'idUnproved':
      return '这条内容冒用了别人记录的编号，原来的记录不受影响。'
    case 'rootUnproved':
      return '这条内容所属的检查还没有收到，或者与它写明的不一致，暂不采用。'
    case 'notInTeam':
      return '这条检查写明属于某个检查组，而写入的电脑不是该组成员。'
    case 'otherTeam':
      return '这条检查属于另一个检查组，只有该组成员的电脑和总部可以修改。'
    case 'logNotEnrolled':
      return '写入这条内容的电脑没有在总部登记。'
    case 'logRevoked':
      return '写入这条内容的电脑已被总部停用，停用之后的内容不予采用。'
    case 'personRevoked':
      return '写入这条内容的人员已被总部停用，停用之后的内容不予采用。'
    case 'headquartersOnly':
      return '这类内容只能由总部写入。'
    case 'joinSettled':
      return '这条记录与哪一条是同一个，总部已经定过，检查组写的不予采用。'
    case 'authorSealed':
      return '这条内容的作者已密封，而这类内容必须由公开姓名的人员写入。'
    case 'roleMissing':
      return '写入人在该电脑上的角色不能写这类内容。'
    default:
      return assertNever(reason)
  }
}

function refusedLog(change: JudgedChange, trust: TrustState): RefusalReason | undefined {
  const known = trust.enrolledLogs.has(change.log) || trust.founder?.log === change.log
  if (!known && !isHeadquarters(change.log, trust)) return 'logNotEnrolled'
  return isRevoked('日志', change.log, change, trust) ? 'logRevoked' : undefined
}

function refusedPerson(change: JudgedChange, trust: TrustState): RefusalReason | undefined {
  const { author } = change
  return author !== undefined && isRevoked('人员', author, change, trust) ? 'personRevoked' : undefined
}

/** Headquarters corrects every case; any other log only what its team owns. */
function refusedCase(change: JudgedChange, trust: TrustState): RefusalReason | undefined {
  const { cases } = change
  if (cases === undefined || isHeadquarters(change.log, trust)) return undefined
  if (cases.length === 0) return 'rootUnproved'
  const refusals = cases.map((one) => refusedOwner(change, one, trust))
  return refusals.includes(undefined) ? undefined : refusals[0]
}

function refusedRight(change: JudgedChange, noun: RowNoun | EventNoun, trust: TrustState): RefusalReason | undefined {
  const { writtenBy, madeLocallyBy } = noun
  const headquarters = isHeadquarters(change.log, trust)
  if (noun.headquartersOnly === true && !headquarters) return 'headquartersOnly'
  if (headquarters && isForeignWord(change, trust)) return undefined
  if (writtenBy === 'anyone') return undefined
  if (change.author === undefined) return refusedSealed(change, noun, trust)
  const held = heldRoles(change.author, change, trust)
  if (can(held, writtenBy) && (headquarters || madeLocallyBy === undefined)) return undefined
  if (headquarters && isCorrection(change, noun) && can(held, noun.correctedBy)) return undefined
  if (change.joins === true) return refusedJoin(change, noun, held, trust)
  if (madeLocallyBy !== undefined && can(held, madeLocallyBy) && isLocalWork(change)) return undefined
  return can(held, writtenBy) ? 'headquartersOnly' : 'roleMissing'
}

/**
 * A lead says of a row that her own team made what it is the same as, and takes it back, as long as headquarters has not said
 * it; whether the join is followed is reckoned from what both rows show (domain/identity).
 */
function refusedJoin(
  change: JudgedChange,
  { madeLocallyBy, joinedLocallyBy }: RowNoun | EventNoun,
  held: ReadonlySet<Role>,
  trust: TrustState,
): RefusalReason | undefined {
  if (joinedLocallyBy === undefined || !can(held, joinedLocallyBy)) return 'roleMissing'
  const { madeBy } = change
  const isAlone = change.fields.length === 1
  const isOwn = isAlone
    ? madeBy !== undefined && (madeBy === change.log || isTeamMate(change, madeBy, trust))
    : madeLocallyBy !== undefined && can(held, madeLocallyBy) && isLocalWork(change)
  if (!isOwn) return 'roleMissing'
  return change.joinSettled === true ? 'joinSettled' : undefined
}

/** A sealed author cannot be asked for a role, so the log must have someone who holds one. */
function refusedSealed(
  change: JudgedChange,
  { writtenBy, sealable }: RowNoun | EventNoun,
  trust: TrustState,
): RefusalReason | undefined {
  if (sealable !== true) return 'authorSealed'
  const inLog = trust.grants.filter((grant) => grant.log === change.log && counts(grant, trust, change))
  const held = new Set(inLog.map((grant) => grant.role))
  const { founder } = trust
  if (founder?.log === change.log) for (const role of founderRoles(founder.person, change.log, trust)) held.add(role)
  return writtenBy === 'anyone' || can(held, writtenBy) ? undefined : 'roleMissing'
}

/** Of what is there already: headquarters makes no case in a team's place. */
function isCorrection(change: JudgedChange, noun: RowNoun | EventNoun): noun is RowNoun & { correctedBy: Capability } {
  return noun.correctedBy !== undefined && !change.isNew
}

/** Making a row again that someone else made would be a way to edit it. */
function isLocalWork(change: JudgedChange): boolean {
  return change.madeBy === change.log || (change.isNew && change.madeBy === undefined)
}

/**
 * What another workspace of headquarters wrote was judged there, and everywhere else it is headquarters' word, whatever
 * its author may do here: else the two would not hold the same. In the channels written here a person unknown is too.
 */
function isForeignWord(change: JudgedChange, trust: TrustState): boolean {
  const own = trust.founder?.log
  if (own === undefined || !isHeadquarters(own, trust) || trust.headquartersElsewhere.has(change.log)) return true
  return change.log !== own && (change.author === undefined || !hadRoles(change.author, own, trust))
}

/** Headquarters is one party with several logs: what a person may do in its own log holds in its channel logs. */
function heldRoles(person: string, change: JudgedChange, trust: TrustState): ReadonlySet<Role> {
  const { log } = change
  const own = trust.founder?.log
  const pooled = own !== undefined && own !== log && isHeadquarters(own, trust) && isHeadquarters(log, trust)
  return new Set([...rolesOf(person, log, trust, change), ...(pooled ? rolesOf(person, own, trust, change) : [])])
}

/** Whose grant has ended is no stranger. */
function hadRoles(person: string, log: string, trust: TrustState): boolean {
  return (
    founderRoles(person, log, trust).length > 0 ||
    trust.grants.some((grant) => grant.person === person && grant.log === log)
  )
}

function founderRoles(person: string, log: string, trust: TrustState): readonly Role[] {
  const { founder } = trust
  if (founder === null || founder.person !== person || founder.log !== log) return []
  return trust.enrolledLogs.has(log) && !isHeadquarters(log, trust) ? [] : founder.roles
}

function isHeadquarters(log: string, trust: TrustState): boolean {
  const { founder } = trust
  return trust.headquartersLogs.has(log) || (founder?.log === log && can(founder.roles, 'administerTrust'))
}

function isRevoked(kind: '人员' | '日志', subject: string, change: JudgedChange, trust: TrustState): boolean {
  return trust.revocations.some(
    (revocation) =>
      revocation.kind === kind &&
      revocation.subject === subject &&
      (revocation.since === null
        ? !isHere(revocation.ending, change)
        : Date.parse(change.at) >= Date.parse(revocation.since)),
  )
}
