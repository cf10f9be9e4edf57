import { seenHeadOf } from '../../store/log/log.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Position } from '../../domain/rights/cut.ts'

/**
 * How far these logs have been seen here: the heads they signed, of packages that were accepted, also while one of them is still
 * being taken in. A log of which nothing was ever accepted has none: it is unseen (decisions.md 79).
 */
export async function seenOf(tx: ReadTx, logs: Iterable<string>): Promise<readonly Position[]> {
  const found: Position[] = []
  for (const log of new Set(logs)) {
    const head = await seenHeadOf(tx, log)
    if (head !== undefined) found.push({ log, number: head.number, id: head.hash })
  }
  return found
}
