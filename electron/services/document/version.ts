import { Problem } from '../../contract/problem/problem.ts'
import { findEvent, type EventRow } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'

export type FrozenVersion = EventRow<'documentFrozen'>

/** Problem `record.notFound`. */
export async function getVersion(tx: ReadTx, id: string): Promise<FrozenVersion> {
  const version = await findEvent(tx, 'documentFrozen', id)
  if (version === undefined) throw new Problem('record.notFound', {})
  return version
}
