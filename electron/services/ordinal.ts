import { generateKeyBetween } from 'fractional-indexing'
import type { ReadTx } from '../store/store.ts'
import { highestOrdinal } from '../store/ordinal.ts'

/**
 * The next visible number of a noun in one log. Numbers are never reused, also after a removal, because a memo already
 * quotes them (decision 16).
 */
export async function nextOrdinal(
  tx: ReadTx,
  entity: 'visit' | 'finding' | 'evidence',
  log: string,
  parent?: string,
): Promise<number> {
  return (await highestOrdinal(tx, entity, { log, parent })) + 1
}

/** A position behind all others: order is a fractional-index text, so that two people can insert without renumbering. */
export function positionAfterLast(siblings: readonly { readonly position: string | null }[]): string {
  const positions = siblings.flatMap(({ position }) => position ?? []).toSorted()
  return generateKeyBetween(positions.at(-1) ?? null, null)
}
