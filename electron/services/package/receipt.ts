import { newRecordIn } from '../host/newRecord.ts'
import { append } from '../../store/change/changeLog.ts'
import type { WriteTx } from '../../store/store.ts'
import type { JobContext } from '../host/procedure.ts'
import { peersOf } from '../trust/peer.ts'

type Acceptance = {
  readonly package: string
  readonly sender: string
  readonly serial: number
  readonly changes: number
  readonly blobs: number
  readonly refused: number
  readonly waiting: number
}

/** Headquarters' answer to a package, in the channel to its sender; the next package down carries it (electron/README §1). */
export async function writeReceipt(context: JobContext, tx: WriteTx, acceptance: Acceptance): Promise<void> {
  const { host, session } = context
  const peer = (await peersOf(tx)).find(({ log }) => log === acceptance.sender)
  if (peer?.channel == null) return
  const acceptedAt = host.instant()
  const made = newRecordIn(host, peer.channel.birth.log, { entity: 'receipt' })
  await append(tx, {
    log: peer.channel.birth.log,
    operation: host.newId(),
    author: session.person,
    at: acceptedAt,
    drafts: [{ entity: 'receipt', ...made, set: { ...acceptance, acceptedAt } }],
  })
}
