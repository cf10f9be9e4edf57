import type { ReadTx } from './transaction.ts'

/** The highest ordinal one log has given to a noun, removed ones included (numbers are never reused); 0 before the first. */
export async function highestOrdinal(
  tx: ReadTx,
  entity: 'visit' | 'finding' | 'evidence',
  wanted: { readonly log: string; readonly parent?: string | undefined },
): Promise<number> {
  const { log, parent } = wanted
  const { highest } = await tx.db
    .selectFrom(entity)
    .select((eb) => eb.fn.max<number | null>('ordinal').as('highest'))
    .where('numberLog', '=', log)
    .$if(parent !== undefined, (query) => query.where('parent', '=', parent ?? ''))
    .executeTakeFirstOrThrow()
  return highest ?? 0
}
