import type { Selectable } from 'kysely'
import type { LocalTables } from '../database/localTables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** What a person has typed and not saved yet (decisions.md 14); survives kill -9, never travels. */
export type Draft = {
  readonly person: string
  readonly form: string
  /** The record edited; for a new one the id it will get. */
  readonly entityId: string
  /** Per field, the changes the form saw when it was opened: a save replaces just these. */
  readonly baseChanges: Readonly<Record<string, readonly string[]>>
  /** The form's values, as the form wrote them. */
  readonly json: string
  readonly savedAt: string
}
export type DraftKey = Pick<Draft, 'person' | 'form' | 'entityId'>

export async function putDraft(tx: WriteTx, draft: Draft): Promise<void> {
  const { person, form, entityId, json, savedAt } = draft
  const content = { baseChanges: JSON.stringify(draft.baseChanges), json, savedAt }
  await tx.db
    .insertInto('local_draft')
    .values({ person, form, entityId, ...content })
    .onConflict((conflict) => conflict.columns(['person', 'form', 'entityId']).doUpdateSet(content))
    .execute()
}

export async function findDraft(tx: ReadTx, { person, form, entityId }: DraftKey): Promise<Draft | undefined> {
  const row = await tx.db
    .selectFrom('local_draft')
    .selectAll()
    .where('person', '=', person)
    .where('form', '=', form)
    .where('entityId', '=', entityId)
    .executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** A person's drafts, the last saved first. */
export async function listDrafts(tx: ReadTx, person: string): Promise<readonly Draft[]> {
  const rows = await tx.db
    .selectFrom('local_draft')
    .selectAll()
    .where('person', '=', person)
    .orderBy('savedAt', 'desc')
    .orderBy('entityId')
    .execute()
  return rows.map(fromRow)
}

export async function removeDraft(tx: WriteTx, { person, form, entityId }: DraftKey): Promise<void> {
  await tx.db
    .deleteFrom('local_draft')
    .where('person', '=', person)
    .where('form', '=', form)
    .where('entityId', '=', entityId)
    .execute()
}

function fromRow(row: Selectable<LocalTables['local_draft']>): Draft {
  // Written by this file only.
  return { ...row, baseChanges: JSON.parse(row.baseChanges) as Draft['baseChanges'] }
}
