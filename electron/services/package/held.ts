import { type Held, heldOf, type SentRange } from '../../domain/downward/held.ts'
import { listPackages } from '../../store/local/localPackage.ts'
import { findLog } from '../../store/log/log.ts'
import { acceptedByLog } from '../../store/query/accepted.ts'
import type { ReadTx } from '../../store/store.ts'

/** How far a party has its channel, by its own word. */
export async function heldBy(tx: ReadTx, log: string, channel: string): Promise<Held> {
  const packages = await listPackages(tx)
  const sent = packages.flatMap(({ direction, peer, manifest, serial, madeAt, ranges, state }): SentRange[] => {
    if (direction !== 'out' || peer !== log) return []
    const range = ranges.find((one) => one.log === channel)
    if (range === undefined) return []
    return [
      {
        name: manifest,
        serial,
        from: range.from,
        to: range.to,
        at: madeAt,
        isOut: state !== '待保存' && state !== '已撤回',
      },
    ]
  })
  const heard = packages.flatMap(({ direction, ranges, receivedAt }) =>
    direction === 'in' && receivedAt !== null && ranges.some((range) => range.log === log) ? [receivedAt] : [],
  )
  const begunByAnswer = (await findLog(tx, channel))?.predecessorLog === null
  return heldOf(sent, await acceptedByLog(tx, log), { heardAt: heard.toSorted().at(-1), begunByAnswer })
}
