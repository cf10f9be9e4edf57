import { listed, query } from '../database/query.ts'
import { inParts, type ReadTx, touch, type WriteTx } from '../database/transaction.ts'

/** Where a document stands, in columns that a list reads; remakeable from its events and the rows it printed. */
export type DocumentNote = {
  readonly id: string
  readonly state: string
  /** Of the version that counts; null while there is none. */
  readonly version: number | null
  readonly signers: number
  readonly signed: number
  /** The persons who can sign it now. */
  readonly waitsFor: readonly string[]
  /** What has changed since it was printed, in words; empty where nothing has. */
  readonly changed: string
  /** What it rests on and does not count any more, in words; empty where all does. */
  readonly grounds: string
  /** The rows that its standing version printed, and the parents of the sets. */
  readonly printed: readonly string[]
}

export async function putDocumentNote(tx: WriteTx, { printed, waitsFor, ...note }: DocumentNote): Promise<void> {
  const row = { ...note, waitsFor: waitsFor.join(' ') }
  await tx.db
    .insertInto('local_document')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await tx.db.deleteFrom('local_printedRow').where('document', '=', note.id).execute()
  for (const part of inParts([...new Set(printed)])) {
    await tx.db
      .insertInto('local_printedRow')
      .values(part.map((id) => ({ document: note.id, id })))
      .execute()
  }
}

/** The documents whose standing version printed one of these rows, or a set under one of them. */
export async function documentsPrinting(tx: ReadTx, ids: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const part of inParts(ids)) {
    for (const { document } of await tx.run(selectPrinting, { ids: part })) found.add(document)
  }
  return [...found]
}

/** A paper that is frozen or signed and stands, as it was noted. */
export type StandingPaper = {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly version: number | null
}

/** Those that printed one of these rows, or a set under one of them. */
export async function standingPapers(tx: ReadTx, ids: readonly string[]): Promise<readonly StandingPaper[]> {
  const printing = await documentsPrinting(tx, ids)
  if (printing.length === 0) return []
  const rows = await tx.db
    .selectFrom('document')
    .innerJoin('local_document', 'local_document.id', 'document.id')
    .select(['document.id', 'document.kind', 'local_document.state', 'local_document.version'])
    .where('document.id', 'in', printing)
    .orderBy('document.id')
    .execute()
  return rows.flatMap(({ kind, ...row }) => (kind === null ? [] : [{ ...row, kind }]))
}

const selectPrinting = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db.selectFrom('local_printedRow').select('document').distinct().where('id', 'in', listed(at.ids)).compile(),
)

/** After an upgrade: names the documents that nobody has noted yet as if they had just been written. */
export async function touchUnnotedDocuments(tx: WriteTx, limit: number): Promise<number> {
  const rows = await tx.db
    .selectFrom('document')
    .leftJoin('local_document', 'local_document.id', 'document.id')
    .select('document.id')
    .where('local_document.id', 'is', null)
    .limit(limit)
    .execute()
  for (const { id } of rows) touch(tx, 'document', id)
  return rows.length
}
