import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'
import { loadBranches } from '../log/branches.ts'

/**
 * The packages that a log says it has taken in, by their names, on the chain that ends in its present head: what another
 * branch says was another copy's word.
 */
export async function acceptedByLog(tx: ReadTx, log: string): Promise<ReadonlySet<string>> {
  const rows = await tx.run(selectAccepted, { log })
  const branch = (await loadBranches(tx, [log])).get(log)
  if (branch === undefined) return new Set(rows.flatMap(({ package: name }) => name ?? []))
  const chain = new Set<string>()
  const [end] = await tx.run(selectHead, { id: log })
  for (let at = end?.head; at !== undefined && branch.has(at); at = branch.get(at)?.previous) chain.add(at)
  const counting = rows.filter(({ changeId }) => !branch.has(changeId) || chain.has(changeId))
  return new Set(counting.flatMap(({ package: name }) => name ?? []))
}

const selectAccepted = query(({ db }, at: { readonly log: string }) =>
  db.selectFrom('packageAccepted').select(['package', 'changeId']).where('changeLog', '=', at.log).compile(),
)
const selectHead = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('log').select('head').where('id', '=', at.id).compile(),
)
