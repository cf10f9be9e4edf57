import type { EnrolmentRequest } from '../../contract/exchange/enrolment.ts'
import { holds } from '../../domain/rights/trust.ts'
import { readTrust } from '../../store/change/trust.ts'
import { findRow, getRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import type { Draft, WorkingContext } from '../host/procedure.ts'
import { guestDrafts, guestsOf } from './guest.ts'
import { ownTeam } from '../trust/ownTeam.ts'

/** Which team a computer is enrolled into (decisions.md 55 and 78): one that there is, or a new one, of a campaign or of none. */
export type TeamChosen = { readonly id: string } | { readonly name: string; readonly campaign: string | null }

/** The team where it is new, and that the computer and its people are in it; nothing of what is decided already. */
export async function teamDrafts(
  context: WorkingContext,
  tx: ReadTx,
  { birth: { log }, people }: EnrolmentRequest,
  { team }: { readonly team?: TeamChosen | undefined },
): Promise<readonly Draft[]> {
  if (team === undefined) return []
  const { id, drafts } = 'id' in team ? await existing(tx, team.id) : await made(context, tx, team)
  const isMember = (await readTrust(tx)).memberships.some(
    (one) => one.team === id && one.log === log && holds(one.endings, undefined),
  )
  if (isMember) return drafts
  const guests = await guestsOf(tx, { log, team: id })
  return [
    ...drafts,
    ...people.map(({ person }): Draft => {
      const member = newRecord(context, { entity: 'teamMember', parent: id })
      return { entity: 'teamMember', ...member, parent: id, set: { log, person } }
    }),
    ...guests.flatMap((guest) => guestDrafts(context, id, guest)),
  ]
}

/** The team that a computer is in now. */
export async function teamOf(tx: ReadTx, log: string): Promise<string | null> {
  return (await ownTeam(tx, log, null)) ?? null
}

/** The unit that a computer works in; null where its roles name none. */
export async function areaOf(tx: ReadTx, log: string): Promise<string | null> {
  const { grants } = await readTrust(tx)
  return grants.findLast((grant) => grant.log === log && holds(grant.endings, undefined))?.unit ?? null
}

/** What the answer says of the team, beside the channel in which it is decided. */
export async function teamTold(tx: ReadTx, log: string) {
  const team = await teamOf(tx, log)
  const row = team === null ? undefined : await findRow(tx, 'team', team)
  if (row === undefined) return {}
  return { team: { id: row.id, name: row.name ?? '' }, ...(row.parent !== null && { campaign: row.parent }) }
}

async function existing(tx: ReadTx, id: string): Promise<Made> {
  await getRow(tx, 'team', id)
  return { id, drafts: [] }
}

async function made(
  context: WorkingContext,
  tx: ReadTx,
  { name, campaign }: { readonly name: string; readonly campaign: string | null },
): Promise<Made> {
  if (campaign !== null) await getRow(tx, 'campaign', campaign)
  const place = campaign === null ? {} : { parent: campaign }
  const team = newRecord(context, { entity: 'team', ...place })
  return { id: team.id, drafts: [{ entity: 'team', ...team, ...place, set: { name } }] }
}

type Made = { readonly id: string; readonly drafts: readonly Draft[] }
