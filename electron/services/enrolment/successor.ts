import type { Authority } from '../../crypto/certificate/certificateIssue.ts'
import { addOwnLog, getLog } from '../../store/log/log.ts'
import { inheritDownwardNotes } from '../../store/local/localDownward.ts'
import type { WriteTx } from '../../store/store.ts'
import type { Host } from '../host/host.ts'
import { newLog } from '../host/newLog.ts'
import { heldBy } from '../package/held.ts'
import { noteDownward } from '../package/noteDownward.ts'
import { peersOf, rememberPeer } from '../trust/peer.ts'
import { certifyChannel } from './certify.ts'

/**
 * A headquarters that has moved to another machine speaks on in channels of its own: the machine it left holds the keys of the old
 * ones too, and two that write one log would contradict each other. Each names the one it goes on from, and begins where its
 * reader is known to stand (decisions.md 80).
 */
export async function beginSuccessors(host: Host, tx: WriteTx, authority: Authority): Promise<void> {
  for (const peer of await peersOf(tx)) {
    if (peer.channel === null) continue
    const old = await getLog(tx, peer.channel.birth.log)
    const { upTo } = await heldBy(tx, peer.log, old.id)
    const begun = newLog(host, { log: old.id, head: old.head })
    await addOwnLog(tx, { ...begun, kind: 'channel' })
    await rememberPeer(tx, { ...peer, channel: await certifyChannel(host, authority, begun.birth, peer.name) })
    await inheritDownwardNotes(tx, { from: old.id, to: begun.birth.log, upTo })
  }
  await noteDownward(tx)
}
