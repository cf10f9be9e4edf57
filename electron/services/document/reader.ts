import { findRow, getRow, listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import type { GatheredPaper, Paper, PaperReader } from '../../documents/papers/paper.ts'
import { knownKind, paperOf, type PaperKind } from '../../documents/papers/kinds.ts'

export function paperReader(tx: ReadTx): PaperReader {
  return {
    get: (entity, id) => getRow(tx, entity, id),
    find: async (entity, id) => (id === null ? undefined : findRow(tx, entity, id)),
    list: (entity, under) => listRows(tx, entity, under),
  }
}

export type Gathered = {
  readonly document: Row<'document'>
  readonly kind: PaperKind
  readonly paper: Paper
  readonly gathered: GatheredPaper
}

/** A document with what its kind says of it. Problems `record.notFound`, `document.unknownKind`. */
export async function gatherDocument(tx: ReadTx, id: string): Promise<Gathered> {
  const document = await getRow(tx, 'document', id)
  const kind = knownKind(document.kind)
  const paper = paperOf(kind)
  return { document, kind, paper, gathered: await paper.gather(paperReader(tx), document) }
}
