import { generateKeyBetween } from 'fractional-indexing'
import type { NumberedEntity } from '../../contract/catalogue/catalogue.ts'
import type { ReadTx } from '../../store/store.ts'
import { highestOrdinal } from '../../store/query/ordinal.ts'

/**
 * The next visible number of a noun in one log. Numbers are never reused, also after a removal, because a memo already
 * quotes them (decisions.md 16).
 */
export async function nextOrdinal(tx: ReadTx, entity: NumberedEntity, log: string, parent?: string): Promise<number> {
  return (await highestOrdinal(tx, entity, { log, parent })) + 1
}

/**
 * A position behind all others: order is a fractional-index text, so that two people can insert without renumbering. A
 * text that is no position, as a form or another program may have sent it, does not stop the next record.
 */
export function positionAfterLast(siblings: readonly { readonly position: string | null }[]): string {
  const positions = siblings.flatMap(({ position }) => position ?? []).toSorted()
  return generateKeyBetween(positions.findLast(isPosition) ?? null, null)
}

/** A position before one of the siblings, or behind all; the record that moves is not among them. */
export function positionBefore(
  siblings: readonly { readonly id: string; readonly position: string | null }[],
  before: string | null,
): string {
  if (before === null) return positionAfterLast(siblings)
  const usable = siblings.flatMap(({ id, position }) =>
    position !== null && isPosition(position) ? [{ id, position }] : [],
  )
  const ordered = usable.toSorted((a, b) => (a.position < b.position ? -1 : 1))
  const index = ordered.findIndex(({ id }) => id === before)
  const next = ordered[index]?.position
  const previous = index > 0 ? ordered[index - 1]?.position : undefined
  // Two people may have put a piece in the same place: between equal positions there is none.
  if (next === undefined || previous === next) return positionAfterLast(siblings)
  return generateKeyBetween(previous ?? null, next)
}

function isPosition(text: string): boolean {
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    return false
  }
}
