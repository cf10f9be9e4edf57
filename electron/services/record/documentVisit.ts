import { findRow, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/**
 * The visit that a document is about, through its finding where it is about one. undefined where it has not arrived: a
 * document may come before its visit (electron/README §3).
 */
export async function visitOf(tx: ReadTx, document: Row<'document'>): Promise<Row<'visit'> | undefined> {
  const { parent, parentEntity } = document
  const finding = parentEntity === 'finding' ? await findRow(tx, 'finding', parent ?? '') : undefined
  const visit = parentEntity === 'finding' ? finding?.parent : parent
  return visit == null ? undefined : findRow(tx, 'visit', visit)
}
