import type { Branches, Link } from '../../domain/rights/cut.ts'
import type { Decision } from '../../domain/rights/trust.ts'
import { atMost, listed, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The logs that these decisions cut. */
export function logsCutBy(decisions: readonly Pick<Decision, 'entity' | 'set'>[]): readonly string[] {
  const logs = decisions.flatMap(({ entity, set }) =>
    entity === 'cut' && typeof set['log'] === 'string' ? [set['log']] : [],
  )
  return [...new Set(logs)]
}

/** Of those of the logs in which two changes claim one number: everything from there on, to be walked back from a cut. */
export async function loadBranches(tx: ReadTx, logs: readonly string[]): Promise<Branches> {
  if (logs.length === 0) return new Map()
  const branches = new Map<string, ReadonlyMap<string, Link>>()
  for (const { id: log } of await tx.run(selectForked, { logs })) {
    const [twice] = await tx.run(selectFork, { log })
    if (twice === undefined) continue
    const links = await tx.run(selectLinks, { log, from: twice.number })
    branches.set(log, new Map(links.map(({ hash, number, previous }) => [hash, { number, previous }])))
  }
  return branches
}

export async function anyForked(tx: ReadTx, logs: readonly string[]): Promise<boolean> {
  return logs.length > 0 && (await tx.run(selectForked, { logs })).length > 0
}

const selectForked = query(({ db }, at: { readonly logs: readonly string[] }) =>
  db.selectFrom('log').select('id').where('id', 'in', listed(at.logs)).where('forked', '=', 1).compile(),
)
const selectFork = query(({ db }, at: { readonly log: string }) =>
  db
    .selectFrom('change')
    .select('number')
    .where('log', '=', at.log)
    .groupBy('number')
    .having((eb) => eb.fn.countAll(), '>', 1)
    .orderBy('number')
    .limit(atMost(1))
    .compile(),
)
const selectLinks = query(({ db }, at: { readonly log: string; readonly from: number }) =>
  db
    .selectFrom('change')
    .select(['hash', 'number', 'previous'])
    .where('log', '=', at.log)
    .where('number', '>=', at.from)
    .compile(),
)
