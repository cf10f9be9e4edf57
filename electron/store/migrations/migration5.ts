import { type Kysely, sql } from 'kysely'
import { addColumns } from './tableShape.ts'

const renamed = {
  memo: 'document',
  memoFinding: 'documentItem',
  memoFrozen: 'documentFrozen',
  memoSigner: 'documentSigner',
  memoSigned: 'documentSigned',
  memoVoided: 'documentVoided',
} as const

/**
 * Schema 2 calls the memo a document, of which it is one kind. Tables and columns take today's names, also those of drafts
 * and jobs; the bodies in the log stay as they came.
 */
export async function nameDocuments<T>(db: Kysely<T>): Promise<void> {
  for (const [before, today] of Object.entries(renamed)) {
    await db.schema.dropIndex(`${before}_parent`).execute()
    await db.schema.alterTable(before).renameTo(today).execute()
    await db.schema.createIndex(`${today}_parent`).on(today).column('parent').execute()
    await sql`update change set entity = ${today} where entity = ${before}`.execute(db)
  }
  await addColumns(db, 'document', { kind: 'text', parentEntity: 'text' })
  await sql`update document set kind = '检查备忘录'`.execute(db)
  await sql`update local_draft set form = 'document' where form = 'memo'`.execute(db)
  await sql`update local_job set kind = 'document.freeze' where kind = 'memo.freeze'`.execute(db)
}
