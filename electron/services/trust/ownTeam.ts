import { holds } from '../../domain/rights/trust.ts'
import { readTrust } from '../../store/change/trust.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** The team in which a log works now; where it is in several, that of the campaign. undefined: headquarters named none. */
export async function ownTeam(tx: ReadTx, log: string, campaign: string | null): Promise<string | undefined> {
  const { memberships } = await readTrust(tx)
  const teams = memberships.filter((one) => one.log === log && holds(one.endings, undefined)).map(({ team }) => team)
  for (const team of teams) if ((await findRow(tx, 'team', team))?.parent === campaign) return team
  return teams[0]
}
