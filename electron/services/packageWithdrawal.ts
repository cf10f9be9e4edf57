import { Problem } from '../contract/problem.ts'
import { listEvents } from '../store/events.ts'
import { findPackage, listPackages, setPackageState } from '../store/localPackage.ts'
import type { WriteTx } from '../store/store.ts'

/**
 * Takes a package back that never arrived, with the later ones to the same peer: a peer cannot accept those without it,
 * so that they have not arrived either. What they carried counts as unsent again; should one turn up after all, what it
 * holds is there already or is taken as it is (F5). Problems `record.notFound`, `sync.alreadyReceived`.
 */
export async function withdrawPackage(tx: WriteTx, id: string): Promise<void> {
  const lost = await findPackage(tx, id)
  if (lost?.direction !== 'out') throw new Problem('record.notFound', {})
  const after = (await listPackages(tx)).filter(
    ({ direction, peer, serial }) => direction === 'out' && peer === lost.peer && serial >= lost.serial,
  )
  const receipts = new Set((await listEvents(tx, 'receipt', {})).map((receipt) => receipt.package))
  if (after.some(({ manifest }) => receipts.has(manifest))) throw new Problem('sync.alreadyReceived', {})
  for (const row of after) await setPackageState(tx, row.id, '已撤回')
}
