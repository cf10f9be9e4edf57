import type { Party } from '../../domain/downward/told.ts'
import { holds, type TrustState } from '../../domain/rights/trust.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Peer } from '../host/setting.ts'
import { peersOf } from '../trust/peer.ts'

/** A party that headquarters speaks to in a channel of its own. */
export type ChannelParty = Party & { readonly name: string; readonly channel: string }

export async function channelParties(tx: ReadTx, trust: TrustState): Promise<readonly ChannelParty[]> {
  return (await peersOf(tx)).flatMap((peer) =>
    peer.channel === null ? [] : [partyOf(peer, peer.channel.birth.log, trust)],
  )
}

function partyOf({ log, name }: Peer, channel: string, trust: TrustState): ChannelParty {
  const members = trust.memberships.filter(({ endings }) => holds(endings, undefined))
  const teams = new Set(members.flatMap((one) => (one.log === log ? [one.team] : [])))
  const mates = new Set([log, ...members.flatMap((one) => (teams.has(one.team) ? [one.log] : []))])
  return { log, name, channel, teams, mates, area: areaOf(log, trust) }
}

/** A role that names no unit is for all. */
function areaOf(log: string, { grants }: TrustState): Party['area'] {
  const held = grants.filter((grant) => grant.log === log && holds(grant.endings, undefined))
  // The grants of one enrolment after those of another: the last word on each person holds.
  const last = new Map(held.map(({ person, unit }) => [person, unit]))
  const units = [...last.values()].flatMap((unit) => unit ?? [])
  return units.length < last.size || last.size === 0 ? 'everywhere' : new Set(units)
}
