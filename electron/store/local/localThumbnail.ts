import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** Small JPEGs of photos, by the SHA-256 of the original. They can be made again, so they never travel. */
export async function putThumbnail(tx: WriteTx, sha256: string, jpeg: Uint8Array): Promise<void> {
  await tx.db
    .insertInto('local_thumbnail')
    .values({ sha256, jpeg })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ jpeg }))
    .execute()
}

export async function findThumbnail(tx: ReadTx, sha256: string): Promise<Uint8Array | undefined> {
  const row = await tx.db.selectFrom('local_thumbnail').select('jpeg').where('sha256', '=', sha256).executeTakeFirst()
  return row?.jpeg
}
