import { isProblem, Problem } from '../../contract/problem/problem.ts'
import { listEvents } from '../../store/row/events.ts'
import { findPackage, listPackages, setPackageState } from '../../store/local/localPackage.ts'
import type { WriteTx } from '../../store/store.ts'

/**
 * Takes a package back that never arrived, with the later ones to the same peer: a peer cannot accept those without it,
 * so that they have not arrived either. What they carried counts as unsent again; should one turn up after all, what it
 * holds is there already or is taken as it is. Problems `record.notFound`, `sync.alreadyReceived`.
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

/**
 * Packages whose file no person has taken, to one peer or to all: their content goes with the next. Called when their files
 * are gone with a process or a lock, and when the peer's next one is written, which could not be accepted without them.
 */
export async function withdrawUnsaved(tx: WriteTx, to?: string): Promise<void> {
  for (const { id, peer, state } of await listPackages(tx)) {
    if (state !== '待保存' || (to !== undefined && peer !== to)) continue
    try {
      await withdrawPackage(tx, id)
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'sync.alreadyReceived') throw error
      // A later one was received, so that this one was too.
      await setPackageState(tx, id, '已写出')
    }
  }
}

/** The file lies where a person wanted it. */
export async function markSaved(tx: WriteTx, id: string): Promise<void> {
  if ((await findPackage(tx, id))?.state === '待保存') await setPackageState(tx, id, '已写出')
}
