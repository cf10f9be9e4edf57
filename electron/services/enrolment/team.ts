import type { EnrolmentRequest } from '../../contract/enrolment.ts'
import { holds } from '../../domain/rights/trust.ts'
import { readTrust } from '../../store/change/trust.ts'
import { getRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import type { Draft, WorkingContext } from '../host/procedure.ts'

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
  return [
    ...drafts,
    ...people.map(({ person }): Draft => {
      const member = newRecord(context, { entity: 'teamMember', parent: id })
      return { entity: 'teamMember', ...member, parent: id, set: { log, person } }
    }),
  ]
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
