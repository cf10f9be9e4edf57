import { withStanding } from '../../store/query/identity.ts'
import { findRow, getRow, listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import type { GatheredPaper, Paper, PaperReader } from '../../documents/papers/paper.ts'
import { knownKind, paperOf, type PaperKind } from '../../documents/papers/kinds.ts'

/** Units and people that are the same are one to it: every row names the one that stands for them. */
export function paperReader(tx: ReadTx): PaperReader {
  return {
    get: async (entity, id) => withStanding(tx, entity, await getRow(tx, entity, id)),
    find: async (entity, id) => {
      const row = id === null ? undefined : await findRow(tx, entity, id)
      return row && withStanding(tx, entity, row)
    },
    list: async (entity, under) =>
      Promise.all((await listRows(tx, entity, under)).map((row) => withStanding(tx, entity, row))),
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
