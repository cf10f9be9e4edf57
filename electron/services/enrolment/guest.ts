import type { Position } from '../../domain/rights/cut.ts'
import { casesOfLogs } from '../../store/change/caseJudging.ts'
import { readTrust } from '../../store/change/trust.ts'
import { logsCountingIn } from '../../store/log/log.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import type { Draft, WorkingContext } from '../host/procedure.ts'
import { cutDrafts } from '../trust/cuts.ts'
import { seenOf } from '../trust/seen.ts'

/**
 * Computers of others that had written to cases of this one before it was put in a team, as far as that has been seen: it counted
 * then, and stays (decisions.md 93). What they write from now on is another team's.
 */
export async function guestsOf(
  tx: ReadTx,
  { log, team }: { readonly log: string; readonly team: string },
): Promise<readonly Position[]> {
  const { memberships, headquartersLogs } = await readTrust(tx)
  // In a team before: its cases are of that one, and so were the rights to them.
  if (memberships.some((one) => one.log === log && !one.isGuest)) return []
  const writers = await logsCountingIn(tx, await casesOfLogs(tx, [log]))
  const members = new Set(memberships.flatMap((one) => (one.team === team ? [one.log] : [])))
  return seenOf(
    tx,
    writers.filter((one) => one !== log && !headquartersLogs.has(one) && !members.has(one)),
  )
}

/** A membership that names nobody and ends where it is given. */
export function guestDrafts(
  context: Pick<WorkingContext, 'host' | 'session'>,
  team: string,
  seen: Position,
): readonly Draft[] {
  const guest = newRecord(context, { entity: 'teamMember', parent: team })
  const end = newRecord(context, { entity: 'teamLeft', parent: guest.id })
  return [
    { entity: 'teamMember', ...guest, parent: team, set: { log: seen.log, person: null } },
    { entity: 'teamLeft', ...end, parent: guest.id, set: { reason: '编组以前写入的内容照常算数' } },
    ...cutDrafts(context, { entity: 'teamLeft', id: end.id }, [seen]),
  ]
}
