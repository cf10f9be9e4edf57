import type * as z from 'zod'
import type { packageGap } from '../../contract/exchange/incoming.ts'
import { listStaging } from '../../store/imports/importing.ts'
import { listPackages, missingSerials } from '../../store/local/localPackage.ts'
import { listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import { peersOf } from '../trust/peer.ts'
import { firstRecipient, manifestOf } from './importPreview.ts'

type PackageGap = z.infer<typeof packageGap>

/**
 * The serials that each sender has given and that have not come, those declared lost among them. Serials run per sender and
 * first recipient: what was forwarded for another says nothing here.
 */
export async function viewGaps(tx: ReadTx, own: string): Promise<PackageGap[]> {
  const packages = await listPackages(tx)
  const received = packages.filter(({ direction, forwardedFor }) => direction === 'in' && forwardedFor === null)
  const staged = (await listStaging(tx)).filter((row) => firstRecipient(manifestOf(row)) === own)
  const lost = await listEvents(tx, 'packageLost')
  const gaps: PackageGap[] = []
  for (const { log, name, channel } of await peersOf(tx)) {
    if (channel === null) continue
    const here = received.filter(({ peer }) => peer === log).map(({ serial }) => serial)
    const waiting = new Set(staged.filter(({ sender }) => sender === log).map(({ serial }) => serial))
    const highest = Math.max(0, ...here, ...waiting)
    const told = new Map(lost.flatMap((event) => (event.sender === log ? [[event.serial, event] as const] : [])))
    const missing = await missingSerials(tx, log, highest)
    const declared = [...told.keys()].flatMap((serial) => (serial === null || here.includes(serial) ? [] : [serial]))
    for (const serial of [...missing, ...declared].toSorted((a, b) => a - b)) {
      if (waiting.has(serial)) continue
      const event = told.get(serial)
      const words = event === undefined ? null : { reason: event.reason ?? '', at: event.at }
      gaps.push({ sender: log, senderName: name, serial, lost: words })
    }
  }
  return gaps
}
