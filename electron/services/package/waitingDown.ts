import { recordWords } from '../../domain/recordWords.ts'
import { countDue } from '../../store/local/localDownward.ts'
import type { ReadTx } from '../../store/store.ts'
import { peersOf } from '../trust/peer.ts'
import { heldBy } from './held.ts'

/** What waits at headquarters for a party. */
export type WaitingDown = {
  readonly log: string
  readonly name: string
  readonly total: number
  /** 1 个单位、2 名人员 */
  readonly words: string
}

/** For whom something waits, by what was noted as it was written (noteDownward.ts). */
export async function waitingDown(tx: ReadTx): Promise<readonly WaitingDown[]> {
  const due = Map.groupBy(await countDue(tx), ({ log }) => log)
  if (due.size === 0) return []
  return (await peersOf(tx)).flatMap(({ log, name, channel }) => {
    const counts = due.get(channel?.birth.log ?? '') ?? []
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    return total === 0
      ? []
      : [
          {
            log,
            name,
            total,
            words: recordWords(Object.fromEntries(counts.map(({ entity, count }) => [entity, count]))),
          },
        ]
  })
}

/** Per party the packages that it had not taken in when it was last heard of: what they carried goes with the next. */
export async function unconfirmedDown(tx: ReadTx): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>()
  for (const { log, channel } of await peersOf(tx)) {
    if (channel !== null) found.set(log, (await heldBy(tx, log, channel.birth.log)).unconfirmed)
  }
  return found
}
