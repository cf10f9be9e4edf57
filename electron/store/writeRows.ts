import type { Entity } from '../contract/catalogue.ts'
import type { GenericRow } from './tables.ts'
import { inParts, type WriteTx } from './transaction.ts'

/** Inserts rows or replaces the columns they carry; all rows carry the same columns. */
export async function writeRows(tx: WriteTx, entity: Entity, rows: readonly GenericRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id')
  for (const part of inGroups(rows)) {
    await tx.catalogue
      .insertInto(entity)
      .values(part)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]))),
      )
      .execute()
  }
}

/** Few sizes, so that the statements stay prepared. */
const groupSizes = [32, 4, 1] as const

export function* inGroups<T>(items: readonly T[]): Generator<readonly T[]> {
  let rest = items
  for (const size of groupSizes) {
    const whole = rest.length - (rest.length % size)
    yield* inParts(rest.slice(0, whole), size)
    rest = rest.slice(whole)
  }
}
