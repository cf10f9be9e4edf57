import { isHere, type Position } from './cut.ts'
import { type HandOver, holds, type TrustState } from './trust.ts'

/**
 * Whose a case is (electron/README §8, decisions.md 78): the root's, and so all that stands under it. The team is named in the
 * root's making and must have had its log among its members; where it names none, it belongs to the team that the log was
 * first enrolled into. Where no team is known, nobody is kept out.
 */

/** The making of a root. Of ids of schema 1 several logs may claim it: each then has its right. */
export type RootMaking = Position & { readonly team: string | null; readonly campaign: string | null }
/** What begins with this row. */
export type Case = { readonly root: string; readonly makings: readonly RootMaking[] }

export type OwnershipFault = 'notInTeam' | 'otherTeam'

/** Why this change, of a log that is not headquarters', may not be written to the case; undefined where it may. */
export function refusedOwner(change: Position, { root, makings }: Case, trust: TrustState): OwnershipFault | undefined {
  const own = makings.find(({ id }) => id === change.id)
  if (own?.team != null && !isMember(own, own.team, trust)) return 'notInTeam'
  return makings.some((making) => mayWrite(change, making, trust.handOvers.get(root) ?? [], trust))
    ? undefined
    : 'otherTeam'
}

function mayWrite(change: Position, making: RootMaking, handOvers: readonly HandOver[], trust: TrustState): boolean {
  if (trust.headquartersLogs.has(making.log)) return false
  const first = ownerOf(making, trust)
  if (first === undefined && handOvers.length === 0) return true
  // Each team in its turn: what it wrote counts as far as every later hand-over had seen it.
  const teams = [first, ...handOvers.map(({ to }) => to)]
  return teams.some((team, turn) => {
    const isOwner = team === undefined ? change.log === making.log : isMember(change, team, trust)
    return isOwner && handOvers.slice(turn).every(({ ending }) => isHere(ending, change))
  })
}

/** The team that a case belongs to now: the last that it was handed to, else the one it began with. */
export function ownerNow({ root, makings: [first] }: Case, trust: TrustState): string | undefined {
  return trust.handOvers.get(root)?.at(-1)?.to ?? (first && ownerOf(first, trust))
}

/** undefined: of no team that is known. */
function ownerOf(making: RootMaking, trust: TrustState): string | undefined {
  const first = trust.memberships.find(
    ({ log, endings, isGuest }) => !isGuest && log === making.log && holds(endings, making),
  )
  return making.team ?? first?.team
}

function isMember(change: Position, team: string, { memberships }: TrustState): boolean {
  return memberships.some((one) => one.team === team && one.log === change.log && holds(one.endings, change))
}

/** Whether the change was written in a team to which that other log belongs, or did at some time; a guest is no mate. */
export function isTeamMate(change: Position, log: string, trust: TrustState): boolean {
  const memberships = trust.memberships.filter(({ isGuest }) => !isGuest)
  return memberships.some((one) => one.log === log && isMember(change, one.team, { ...trust, memberships }))
}

/** Whether any case can be closed to anyone: until then nobody need ask whose it is. */
export function knowsOwners({ memberships, handOvers, grants }: TrustState): boolean {
  return memberships.length > 0 || handOvers.size > 0 || grants.some(({ campaign }) => campaign !== null)
}
