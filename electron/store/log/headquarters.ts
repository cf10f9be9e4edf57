import { can } from '../../contract/capability.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { query } from '../database/query.ts'
import type { LogKind } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'

/** What is given before any event: which logs are headquarters', and the founder of this workspace. */
export type Given = Pick<TrustState, 'headquartersLogs' | 'headquartersElsewhere' | 'founder'>

export async function loadGiven(tx: ReadTx): Promise<Given> {
  const logs = await tx.run(selectTrustedLogs, {})
  const founder = await loadFounder(tx)
  const kinds: readonly LogKind[] =
    founder !== null && can(founder.roles, 'administerTrust')
      ? ['own', 'channel', 'headquarters']
      : ['channel', 'headquarters']
  return {
    headquartersLogs: new Set(logs.filter((log) => kinds.includes(log.kind)).map((log) => log.id)),
    headquartersElsewhere: new Set(logs.filter((log) => log.kind === 'headquarters').map((log) => log.id)),
    founder,
  }
}

const selectTrustedLogs = query(({ db }) =>
  db.selectFrom('log').select(['id', 'kind']).where('kind', 'in', ['own', 'channel', 'headquarters']).compile(),
)

export async function loadFounder(tx: ReadTx): Promise<TrustState['founder']> {
  const [setting] = await tx.run(selectFounder, {})
  return setting === undefined ? null : (JSON.parse(setting.value) as TrustState['founder'])
}

const selectFounder = query(({ db }) =>
  db.selectFrom('local_setting').select('value').where('key', '=', 'founder').compile(),
)
