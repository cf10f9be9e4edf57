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

/**
 * A position behind all others: order is a fractional-index text, so that two people can insert without renumbering. A
 * text that is no position, as a form or another program may have sent it, does not stop the next record.
 */
export function positionAfterLast(siblings: readonly { readonly position: string | null }[]): string {
  const positions = siblings.flatMap(({ position }) => position ?? []).filter(isPosition)
  return generateKeyBetween(positions.toSorted().at(-1) ?? null, null)
}

function isPosition(text: string): boolean {
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    return false
  }
}
