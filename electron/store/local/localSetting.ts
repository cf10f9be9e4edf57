import type * as z from 'zod'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** What a workspace remembers of itself on this machine; undefined where never set. What no longer fits its schema throws. */
export async function getSetting<T>(tx: ReadTx, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const row = await tx.db.selectFrom('local_setting').select('value').where('key', '=', key).executeTakeFirst()
  return row === undefined ? undefined : schema.parse(JSON.parse(row.value))
}

export async function setSetting(tx: WriteTx, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value)
  await tx.db
    .insertInto('local_setting')
    .values({ key, value: text })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
    .execute()
}
