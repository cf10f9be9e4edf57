import type { Selectable } from 'kysely'
import type { ImportChoice, ImportTables } from '../database/tables.ts'
import { inParts, type ReadTx, type WriteTx } from '../database/transaction.ts'

export type RowChoice = Selectable<ImportTables['local_importChoice']>

/** What a person chose about rows of a package that waits, by `entity id`. */
export async function choicesOf(tx: ReadTx, importId: string): Promise<ReadonlyMap<string, RowChoice>> {
  const rows = await tx.db.selectFrom('local_importChoice').selectAll().where('importId', '=', importId).execute()
  return new Map(rows.map((row) => [`${row.entity} ${row.entityId}`, row]))
}

type Choosing = { readonly rows: readonly string[]; readonly choice: ImportChoice | 'none'; readonly reason?: string }

/** `rows` by `entity id`; `none` takes back what was chosen. */
export async function chooseRows(tx: WriteTx, importId: string, { rows, choice, reason }: Choosing): Promise<void> {
  for (const part of inParts(rows, 100)) {
    const chosen = part.map((name) => {
      const [entity = '', entityId = ''] = name.split(' ')
      return { importId, entity, entityId, choice, reason: reason ?? null }
    })
    for (const { entity, entityId } of chosen) {
      await tx.db
        .deleteFrom('local_importChoice')
        .where('importId', '=', importId)
        .where('entity', '=', entity)
        .where('entityId', '=', entityId)
        .execute()
    }
    const kept = chosen.flatMap((row) => (row.choice === 'none' ? [] : [{ ...row, choice: row.choice }]))
    if (kept.length > 0) await tx.db.insertInto('local_importChoice').values(kept).execute()
  }
}

export async function forgetChoices(tx: WriteTx, importId: string): Promise<void> {
  await tx.db.deleteFrom('local_importChoice').where('importId', '=', importId).execute()
}
