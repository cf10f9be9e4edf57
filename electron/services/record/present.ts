import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { isRemoved } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { recordName } from './recordName.ts'

/** Problems `record.notFound`, `record.removed`: what was removed is brought back before it is edited or built on. */
export async function requirePresent(tx: ReadTx, entity: RowEntity, id: string): Promise<void> {
  if (await isRemoved(tx, entity, id)) throw new Problem('record.removed', { record: await recordName(tx, entity, id) })
}
